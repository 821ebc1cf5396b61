import Foundation
import GRDB
import Storage
import Testing

@testable import Platform

@Suite("Transactions that share a commit", .timeLimit(.minutes(10)))
struct GroupCommitTests {
    private struct Stop: Error {}

    /// Runs `body` for each number at a time, and returns those that succeeded.
    private func succeeded(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async -> Set<Int> {
        await withTaskGroup(of: Int?.self) { group in
            for number in 0..<count {
                group.addTask { (try? await body(number)).map { number } }
            }
            return await group.reduce(into: []) { if let number = $1 { $0.insert(number) } }
        }
    }

    @Test("What is acknowledged can be read by another process at once")
    func acknowledged() async throws {
        try await Database.with { database in
            let other = try DatabaseQueue(path: database.path)
            let workflows = (0..<200).map { database.workflow("\($0)") }
            let storage = database.storage
            let found = await succeeded(workflows.count) { number in
                let workflow = workflows[number]
                try await storage.transaction { try Table(in: $0).insert(workflow) }
                let isThere = try await other.read {
                    try Bool.fetchOne(
                        $0, sql: "SELECT count(*) FROM workflows WHERE id = ?", arguments: [workflow.id.text])
                }
                guard isThere == true else { throw Stop() }
            }
            #expect(found.count == workflows.count)
        }
    }

    @Test("One that fails takes none of the others with it, and leaves nothing behind")
    func failingAmongOthers() async throws {
        try await Database.with { database in
            let workflows = (0..<200).map { database.workflow("\($0)") }
            let storage = database.storage
            let kept = await succeeded(workflows.count) { number in
                try await storage.transaction {
                    try Table(in: $0).insert(workflows[number])
                    if number % 3 == 0 { throw Stop() }
                }
            }
            #expect(kept == Set((0..<200).filter { $0 % 3 != 0 }))
            let names: [String] = try await storage.read {
                try $0.query("SELECT name FROM workflows").map { try $0["name"] }
            }
            #expect(Set(names.compactMap(Int.init)) == kept)
        }
    }

    /// A reference that is checked at the commit only: the body succeeds, and the commit fails.
    @Test("One whose commit fails is not acknowledged, and those that shared the commit are")
    func failingCommit() async throws {
        try await Database.with { database in
            let workflows = (0..<60).map { database.workflow("\($0)") }
            let storage = database.storage
            let kept = await succeeded(workflows.count) { number in
                try await storage.transaction { connection in
                    if number % 5 == 0 {
                        try connection.execute("PRAGMA defer_foreign_keys = ON")
                        try connection.execute(
                            "UPDATE projects SET organization_id = 'nobody' WHERE id = $1", [database.project])
                    }
                    try Table(in: connection).insert(workflows[number])
                }
            }
            #expect(kept == Set((0..<60).filter { $0 % 5 != 0 }))
            let count: Int? = try await storage.read {
                try $0.query("SELECT count(*) AS count FROM workflows").first?["count"]
            }
            #expect(count == kept.count)
        }
    }

    @Test("A commit waits for the disk, whatever a power cut does afterwards")
    func durable() async throws {
        try await Database.with { database in
            // 2 is FULL (SQLite documentation, "PRAGMA synchronous"); the setting belongs to the writer's connection.
            let level: Int? = try await database.storage.transaction {
                try $0.query("PRAGMA synchronous").first?["synchronous"]
            }
            #expect(level == 2)
        }
    }

    @Test("An update writes the columns that changed and no others")
    func changedColumns() async throws {
        try await Database.with { database in
            let workflow = database.workflow("before")
            try await database.insert(workflow)
            try await database.storage.transaction { connection in
                try connection.execute(
                    """
                    CREATE TEMP TRIGGER rewritten BEFORE UPDATE OF id, organization_id, project_id, kind, created_at
                    ON workflows BEGIN SELECT RAISE(ABORT, 'a column that has not changed is written'); END
                    """)
                var changed = workflow
                changed.name = "after"
                #expect(try Table(in: connection).update(changed, from: workflow))
                changed.description = "more"
                #expect(try Table(in: connection).update(changed))
                #expect(try Table(in: connection).update(changed))
                #expect(try Table(in: connection).update(database.workflow("unknown")) == false)
            }
            let kept = try await database.storage.read {
                try Table(WorkflowRecord.self, in: $0).find(workflow.id, of: database.project)
            }
            #expect(kept?.name == "after" && kept?.description == "more")
        }
    }
}
