import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("How long runs and the audit log are kept", .timeLimit(.minutes(10)))
struct RetentionTests {
    private static let day: Int64 = 86_400_000

    private static func with(
        _ settings: RetentionSettings, _ body: (Installation, WorkflowID, ConnectionID) async throws -> Void
    ) async throws {
        let installation = try await Installation(retention: settings)
        defer { installation.remove() }
        let (workflow, connection) = try await installation.deployedWorkflow()
        try await body(installation, workflow, connection)
    }

    /// Runs that have ended, and one that has not.
    private static func trigger(
        _ count: Int, _ installation: Installation, _ workflow: WorkflowID, _ connection: ConnectionID
    ) async throws {
        let caller = try await installation.owner()
        for _ in 0...count {
            _ = try await installation.platform.runs.trigger(caller, workflow, on: connection, params: [:])
        }
        _ = try await installation.storage.transaction { database in
            try database.execute(
                """
                UPDATE runs SET status = 'complete', finished_at = $1
                WHERE id <> (SELECT id FROM runs ORDER BY created_at, id LIMIT 1)
                """, [Timestamp.now])
        }
    }

    private static func count(_ table: String, _ installation: Installation) async throws -> Int {
        try await installation.storage.read { database in
            try database.query("SELECT COUNT(*) AS count FROM \(table)").first?["count"] ?? 0
        }
    }

    @Test("By default nothing is deleted")
    func off() async throws {
        try await Self.with(RetentionSettings()) { installation, workflow, connection in
            try await Self.trigger(2, installation, workflow, connection)
            let lines = try await Self.count("audit_log", installation)
            await installation.platform.retention.apply(at: .now.adding(milliseconds: 4_000 * Self.day))
            #expect(try await Self.count("runs", installation) == 3)
            #expect(try await Self.count("audit_log", installation) == lines)
        }
    }

    @Test("A long run is kept from its end on")
    func longRun() async throws {
        try await Self.with(RetentionSettings(runs: .seconds(30 * 86_400))) { installation, workflow, connection in
            try await Self.trigger(1, installation, workflow, connection)
            _ = try await installation.storage.transaction { database in
                try database.execute(
                    "UPDATE runs SET created_at = $1", [Timestamp.now.adding(milliseconds: -40 * Self.day)])
            }
            let retention = installation.platform.retention
            await retention.apply(at: .now.adding(milliseconds: Self.day))
            #expect(try await Self.count("runs", installation) == 2)
            await retention.apply(at: .now.adding(milliseconds: 31 * Self.day))
            #expect(try await Self.count("runs", installation) == 1)
        }
    }

    @Test("Runs go when they have been kept for so long after their end, in small transactions; what goes on stays")
    func runs() async throws {
        try await Self.with(RetentionSettings(runs: .seconds(30 * 86_400))) { installation, workflow, connection in
            let count = 2 * DeleteRunsRequest.limit + 5
            try await Self.trigger(count, installation, workflow, connection)
            let retention = installation.platform.retention
            await retention.apply(at: .now.adding(milliseconds: 29 * Self.day))
            #expect(try await Self.count("runs", installation) == count + 1)
            await retention.apply(at: .now.adding(milliseconds: 31 * Self.day))
            #expect(try await Self.count("runs", installation) == 1)
            let sizes = installation.provider.calls.filter { $0.method == "provider.deleteRuns" }
                .map { $0.request["instanceIds"]?.array?.count ?? 0 }
            #expect(sizes.reduce(0, +) == count && sizes.allSatisfy { $0 <= DeleteRunsRequest.limit })
            await retention.apply(at: .now.adding(milliseconds: 4_000 * Self.day))
            #expect(try await Self.count("runs", installation) == 1)
            #expect(try await Self.count("deleted_runs", installation) == 0)
        }
    }

    @Test("What a provider refuses stays, and goes when it no longer refuses")
    func refused() async throws {
        try await Self.with(RetentionSettings(runs: .seconds(1))) { installation, workflow, connection in
            try await Self.trigger(3, installation, workflow, connection)
            let later = Timestamp.now.adding(milliseconds: Self.day)
            installation.provider.behave { $0.deleteFailure = PluginFailure(code: "here.down", message: "Down.") }
            await installation.platform.retention.apply(at: later)
            #expect(try await Self.count("runs", installation) == 4)
            installation.provider.behave { $0.deleteFailure = nil }
            await installation.platform.retention.apply(at: later)
            #expect(try await Self.count("runs", installation) == 1)
        }
    }

    @Test("Lines of the audit log go by their age, and no runs with them")
    func auditLog() async throws {
        try await Self.with(RetentionSettings(auditLog: .seconds(90 * 86_400))) { installation, workflow, connection in
            try await Self.trigger(1, installation, workflow, connection)
            #expect(try await Self.count("audit_log", installation) > 0)
            await installation.platform.retention.apply(at: .now.adding(milliseconds: 89 * Self.day))
            #expect(try await Self.count("audit_log", installation) > 0)
            await installation.platform.retention.apply(at: .now.adding(milliseconds: 91 * Self.day))
            #expect(try await Self.count("audit_log", installation) == 0)
            #expect(try await Self.count("runs", installation) == 2)
        }
    }
}
