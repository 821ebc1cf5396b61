import PluginMessages
import Storage
import Values

/// How many runs began in each hour of a period, and how long those took that completed.
package struct RunStatistics: Sendable {
    /// Of a period that is not given: the last day.
    package static let usualHours: Int64 = 24
    /// The longest period, a month of 31 days.
    package static let mostHours: Int64 = 31 * 24

    package struct Count: Sendable {
        package let status: RunStatus
        package let count: Int
    }

    package struct Hour: Sendable {
        package let start: Timestamp
        /// Of the statuses that there are.
        package let counts: [Count]
    }

    package let from: Timestamp
    package let to: Timestamp
    /// Every hour of the period, the first one first.
    package let hours: [Hour]
    package let totals: [Count]
    /// Milliseconds from begin to end of complete runs, of which half and 95 of 100 took no longer; `nil` without one.
    package let median: Int?
    package let percentile95: Int?
}

extension Runs {
    /// - Parameter workflow: `nil` for all of the project.
    package func statistics(
        _ caller: Caller, _ period: StatisticsPeriod, of workflow: WorkflowID?
    ) async throws -> RunStatistics {
        try await storage.read { database in
            let owner: RowFilter =
                if let workflow {
                    .column("workflow_id", is: try database.workflow(workflow, of: caller).id)
                } else {
                    .column("project_id", is: caller.project)
                }
            let rows = owner.and(.column("created_at", isFrom: period.from))
                .and(.column("created_at", isBefore: period.to)).and(.tests(false))
            return try Table(RunRecord.self, in: database).statistics(rows, period)
        }
    }
}

extension Table where Row == RunRecord {
    /// Every column that it reads is in the indexes of lists.
    func statistics(_ rows: RowFilter, _ period: StatisticsPeriod) throws -> RunStatistics {
        let (condition, arguments) = rows.added(to: "1 = 1", [])
        let counts = try connection.query(
            """
            SELECT status, created_at / \(StatisticsPeriod.hour) AS hour, COUNT(*) AS count FROM runs
            WHERE \(condition) GROUP BY status, created_at / \(StatisticsPeriod.hour)
            """, arguments)
        var byHour: [Int: [RunStatus: Int]] = [:]
        var totals: [RunStatus: Int] = [:]
        for row in counts {
            let (name, hour, count): (String, Int, Int) = (try row["status"], try row["hour"], try row["count"])
            let status = RunStatus(rawValue: name) ?? .unknown
            byHour[hour, default: [:]][status, default: 0] += count
            totals[status, default: 0] += count
        }
        let first = Int(period.from.milliseconds / StatisticsPeriod.hour)
        let last = Int(period.to.milliseconds / StatisticsPeriod.hour)
        let complete = rows.and(.column("status", is: RunStatus.complete.rawValue))
            .and(.column("finished_at", isNull: false))
        let ended = totals[.complete] ?? 0
        return RunStatistics(
            from: period.from, to: period.to,
            hours: (first..<last).map { hour in
                RunStatistics.Hour(
                    start: Timestamp(milliseconds: Int64(hour) * StatisticsPeriod.hour),
                    counts: Self.counts(byHour[hour] ?? [:]))
            }, totals: Self.counts(totals), median: try duration(complete, at: 50, of: ended),
            percentile95: try duration(complete, at: 95, of: ended))
    }

    private static func counts(_ counts: [RunStatus: Int]) -> [RunStatistics.Count] {
        RunStatus.allCases.compactMap { status in
            counts[status].map { RunStatistics.Count(status: status, count: $0) }
        }
    }

    /// The smallest duration that so many of a hundred do not exceed.
    private func duration(_ rows: RowFilter, at percent: Int, of count: Int) throws -> Int? {
        guard count > 0 else { return nil }
        let (condition, arguments) = rows.added(to: "1 = 1", [])
        let place = (count * percent + 99) / 100 - 1
        return try connection.query(
            """
            SELECT finished_at - created_at AS duration FROM runs WHERE \(condition)
            ORDER BY finished_at - created_at LIMIT 1 OFFSET \(place)
            """, arguments
        ).first?["duration"]
    }
}
