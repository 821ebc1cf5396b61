import Hummingbird
import Platform
import PluginMessages
import Storage

/// Figures of a project's runs over time.
struct StatisticsController {
    let runs: Runs

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "stats", "Count runs over time",
                notes:
                    "Returns how many runs of the project, or of one workflow, began in each hour of a period, by the status "
                    + "that they have now, and how long complete runs took. A period has whole hours, the last day without "
                    + "`from` and `to`, and at most \(RunStatistics.mostHours) hours.",
                query: [
                    .workflow,
                    Parameter(
                        "from", "The start of the period, rounded down to the hour; default: a day before `to`.", .time),
                    Parameter("to", "The end of the period, rounded up to the hour; default: now.", .time),
                ], returns: .ok(RunStatistics.shape),
                errors: [.invalid("A time is not valid, or the period is empty or too long.")], use: get)
        ]
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> RunStatistics {
        let period = try StatisticsPeriod(from: request.query("from"), to: request.query("to"))
        let workflow = try request.single("workflowId").flatMap { $0.isEmpty ? nil : WorkflowID($0) }
        return try await runs.statistics(context.caller, period, of: workflow)
    }
}

extension RunStatistics {
    static let shape = Shape<RunStatistics>("RunStatistics") {
        Member("from", .time, \.from, "The start of the period.")
        Member("to", .time, \.to, "The end of the period.")
        Member("hours", .list(of: hour), \.hours, "Every hour of the period, the first one first.")
        Member("totals", .list(of: count), \.totals, "Runs of the whole period, for each status that occurs.")
        Member("durations", durations, \.self, "How long complete runs took, in milliseconds.")
    }

    private static let count = Shape<Count>("StatusCount") {
        Member("status", .choice.example("complete"), \.status, "The status that the runs have now.")
        Member("count", .whole(1...Int.max).example(12), \.count, "How many runs.")
    }

    private static let hour = Shape<Hour>("RunHour") {
        Member("start", .time, \.start, "The start of the hour.")
        Member("counts", .list(of: count), \.counts, "Runs that began in the hour, for each status that occurs.")
    }

    private static let durations = Shape<RunStatistics> {
        Member(
            "p50", .whole(0...Int.max).example(1200), nullable: \.median,
            "The median; `null` without a complete run.")
        Member(
            "p95", .whole(0...Int.max).example(5400), nullable: \.percentile95,
            "The 95th percentile; `null` without a complete run.")
    }
}
