import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("How SQLite reads lists of runs", .timeLimit(.minutes(10)))
struct RunListPlanTests {
    /// Explains what it is asked for.
    private struct Explaining: SQLConnection {
        let inner: any SQLConnection
        let note: (String) -> Void

        func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int {
            try inner.execute(sql, arguments)
        }

        func query(_ sql: String, _ arguments: [any SQLConvertible]) throws -> [SQLRow] {
            for row in try inner.query("EXPLAIN QUERY PLAN \(sql)", arguments) { note(try row["detail"]) }
            return try inner.query(sql, arguments)
        }
    }

    private func plan(
        _ database: Database, _ read: @escaping @Sendable (any SQLConnection) throws -> Void
    ) async throws -> [String] {
        try await database.storage.read { connection in
            var steps: [String] = []
            try read(Explaining(inner: connection) { steps.append($0) })
            return steps
        }
    }

    @Test("A page is read from an index in its order, whatever the filter", arguments: [false, true], [false, true])
    func pages(isFirst: Bool, hasStatus: Bool) async throws {
        try await Database.with { database in
            let request = PageRequest(limit: 50, after: isFirst ? nil : Cursor(id: "x", createdAt: .now))
            let filter = try StatusFilter<RunStatus>(hasStatus ? "errored" : nil).rows
            let steps = try await plan(database) { connection in
                let runs = Table(RunRecord.self, in: connection)
                _ = try runs.page(request, of: database.project, filter)
                _ = try runs.page(request, of: WorkflowID("w"), filter)
            }
            #expect(steps.count == 2)
            for step in steps {
                #expect(step.hasPrefix("SEARCH runs USING INDEX"), "\(step)")
                #expect(step.contains("status=?") == hasStatus, "\(step)")
                #expect(!step.contains("TEMP B-TREE"), "\(step)")
            }
        }
    }

    @Test("Statistics are counted in the index of a list, without the rows")
    func statistics() async throws {
        try await Database.with { database in
            let period = try StatisticsPeriod(from: nil, to: nil)
            for (owner, index) in [("project_id", "runs_project"), ("workflow_id", "runs_page")] {
                let rows = RowFilter.column(owner, is: "x").and(.column("created_at", isFrom: period.from))
                    .and(.column("created_at", isBefore: period.to)).and(.tests(false))
                let steps = try await plan(database) { connection in
                    _ = try Table(RunRecord.self, in: connection).statistics(rows, period)
                }
                #expect(steps.contains { $0.hasPrefix("SEARCH runs USING COVERING INDEX \(index) ") }, "\(steps)")
            }
        }
    }

    @Test("A run is found by its instance without a look at the other runs of the connection")
    func instances() async throws {
        try await Database.with { database in
            let steps = try await plan(database) { connection in
                let runs = Table(RunRecord.self, in: connection)
                _ = try runs.find(instance: "i", on: ConnectionID("c"))
                _ = try runs.find(instance: "i", of: WorkflowID("w"))
                _ = try runs.find(instance: "i", of: DeploymentID("d"))
            }
            let searches = steps.filter { $0.contains("runs") }
            #expect(searches.count == 3)
            for search in searches { #expect(search.contains("deployment_id=? AND instance_id=?"), "\(search)") }
        }
    }
}
