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

        var mergesUnions: Bool { inner.mergesUnions }

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

    /// The filters of the lists of runs; `workflow` is one of the list of a project.
    enum Filter: String, CaseIterable {
        case none, status, statuses, workflow, version, connection, tests, text, period, oldestFirst, cursor
    }

    private static let pairs = Filter.allCases.flatMap { first in Filter.allCases.map { (first, $0) } }

    /// The columns that a search has to name: what is left to be compared row by row is what the named ones imply, and the project
    /// beside a connection, since few projects share one.
    private func columns(_ filters: Set<Filter>, isOfProject: Bool) -> Set<String> {
        let hasWorkflow = !isOfProject || filters.contains(.workflow)
        if filters.contains(.tests) { return [hasWorkflow ? "workflow_id" : "project_id", "is_test"] }
        var columns: Set<String> = []
        let hasStatus = filters.contains(.status) || filters.contains(.statuses)
        if hasStatus { columns.insert("status") }
        if filters.contains(.connection) { columns.insert("connection_id") }
        if filters.contains(.version) { return columns.union(["version_id", "connection_id", "status"]) }
        if hasWorkflow {
            return columns.isEmpty ? ["workflow_id"] : ["workflow_id", "connection_id", "status"]
        }
        if filters.contains(.connection) { return columns.union(["status"]) }
        return columns.union(["project_id"])
    }

    @Test(
        "A page is read from places of an index in its order, whatever the filter and whatever two", arguments: pairs,
        [false, true])
    func pages(pair: (Filter, Filter), isOfProject: Bool) async throws {
        let filters: Set = [pair.0, pair.1]
        guard isOfProject || !filters.contains(.workflow) else { return }
        try await Database.with { database in
            let runs = try await ListedRuns(in: database)
            let statuses: [String]? =
                filters.contains(.statuses)
                ? ["errored", "complete", "errored"] : filters.contains(.status) ? ["errored"] : nil
            let filter = try StatusFilter<RunStatus>(
                statuses: statuses, workflow: filters.contains(.workflow) ? runs.workflows[0] : nil,
                version: filters.contains(.version) ? runs.versions[0] : nil,
                connection: filters.contains(.connection) ? runs.connections[0] : nil)
            let list = RunList(
                of: isOfProject ? .project(database.project) : .workflow(WorkflowID(runs.workflows[0])), filter,
                tests: filters.contains(.tests), text: filters.contains(.text) ? "x" : nil)
            let (early, late) = (Timestamp(milliseconds: 1), Timestamp(milliseconds: 9_000))
            let request = PageRequest(
                limit: 50, after: filters.contains(.cursor) ? Cursor(id: "x", createdAt: late) : nil,
                order: filters.contains(.oldestFirst) ? .oldestFirst : .newestFirst,
                createdAfter: filters.contains(.period) ? early : nil,
                createdBefore: filters.contains(.period) ? late : nil)
            let steps = try await plan(database) { _ = try list.page(request, in: $0) }
            #expect(!steps.contains { $0.contains("TEMP B-TREE FOR ORDER BY") || $0.contains("SCAN") }, "\(steps)")
            let searches = steps.filter { $0.hasPrefix("SEARCH runs ") }
            #expect(!searches.isEmpty)
            let bound = filters.contains(.text) ? searches.filter { !$0.contains("COVERING INDEX") } : searches
            for search in bound {
                let named = Set(search.matches(of: /([a-z_]+)=\?/).map { String($0.1) })
                #expect(named == columns(filters, isOfProject: isOfProject), "\(search)")
                if filters.contains(.tests) { #expect(search.contains("tests (")) }
            }
        }
    }

    @Test("Filters that contradict each other read no run")
    func contradictions() async throws {
        try await Database.with { database in
            let runs = try await ListedRuns(in: database)
            let unused = try await runs.connection("Unused")
            for (workflow, version, connection) in [
                (runs.workflows[0], runs.versions[1], nil), (runs.workflows[0], nil, unused), (nil, nil, unused),
                (nil, runs.versions[0], unused), ("unknown", nil, nil), (nil, "unknown", nil), (nil, nil, "unknown"),
            ] as [(String?, String?, String?)] {
                let filter = try StatusFilter<RunStatus>(
                    statuses: nil, workflow: workflow, version: version, connection: connection)
                let list = RunList(of: .project(database.project), filter)
                let steps = try await plan(database) { connection in
                    let page = try list.page(PageRequest(), in: connection)
                    #expect(page.elements.isEmpty)
                }
                #expect(!steps.isEmpty && !steps.contains { $0.contains("runs") }, "\(steps)")
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
