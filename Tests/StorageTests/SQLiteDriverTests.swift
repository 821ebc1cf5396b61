import Storage
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct SQLiteDriverTests {
    @Test("What is committed survives a power cut: the log is synchronized with every commit")
    func synchronous() async throws {
        try await Database.with { database in
            let rows = try await database.storage.transaction { try $0.query("PRAGMA synchronous") }
            let level: Int = try #require(rows.first)["synchronous"]
            let full = 2
            #expect(level == full)
        }
    }

    @Test("Values of every kind come back as they were given")
    func values() async throws {
        try await Database.with { database in
            let rows = try await database.storage.read {
                try $0.query("SELECT $2 AS b, $1 AS a, $1 AS again, $3 AS c", ["text", 7, nil as String?])
            }
            let row = try #require(rows.first)
            let (a, again, b, c): (String, String, Int, String?) = (
                try row["a"], try row["again"], try row["b"], try row["c"]
            )
            #expect((a, again, b) == ("text", "text", 7))
            #expect(c == nil)
            #expect(throws: StorageError.column("a", "holds no Int")) { let _: Int = try row["a"] }
        }
    }

    @Test("Texts and bytes that are empty or hold zeros are kept as they are")
    func edges() async throws {
        try await Database.with { database in
            let texts = ["", "a\u{0}b", "é\u{1F600}"]
            let rows = try await database.storage.read { connection in
                try texts.map { try connection.query("SELECT $1 AS text", [$0])[0] }
            }
            #expect(try rows.map { (row) throws -> String in try row["text"] } == texts)
            await #expect(throws: StorageError.self) {
                try await database.storage.read { try $0.query("SELECT $2 AS missing", ["one"]) }
            }
            await #expect(throws: StorageError.self) { try await database.storage.read { try $0.query("SELECT 1 +") } }
        }
    }

    @Test("The revision stays the same while only reads happen, and is unknown during a transaction")
    func revision() async throws {
        try await Database.with { database in
            let before = try #require(database.storage.revision)
            _ = try await database.storage.read { try $0.query("SELECT 1 AS one") }
            #expect(database.storage.revision == before)
            let storage = database.storage
            let during = try await storage.transaction { _ in storage.revision }
            #expect(during == nil)
            #expect(try #require(storage.revision) > before)
        }
    }

    @Test("A transaction that fails leaves nothing behind")
    func rollback() async throws {
        struct Stop: Error {}
        try await Database.with { database in
            let workflow = database.workflow("lost")
            await #expect(throws: Stop.self) {
                try await database.storage.transaction { connection in
                    try Table(in: connection).insert(workflow)
                    throw Stop()
                }
            }
            let found = try await database.storage.read {
                try Table(WorkflowRecord.self, in: $0).find(workflow.id, of: database.project)
            }
            #expect(found == nil)
        }
    }

    @Test("A row that names what is not there, or is there twice, is refused")
    func constraints() async throws {
        try await Database.with { database in
            let workflow = database.workflow("once")
            try await database.insert(workflow)
            await #expect {
                try await database.insert(workflow)
            } throws: { ($0 as? StorageError)?.code == "storage.duplicate" }
            let version = VersionRecord(
                id: .make(), workflow: WorkflowID("nothing"), number: 1, ir: "{}", artifact: "{}", target: "t",
                isLocked: false, createdAt: .now)
            await #expect {
                try await database.storage.transaction { try Table(in: $0).insert(version) }
            } throws: { ($0 as? StorageError)?.code == "storage.constraint" }
        }
    }

    @Test("Version numbers that are taken at the same time are all different")
    func versionNumbers() async throws {
        try await Database.with { database in
            let workflow = database.workflow("busy")
            try await database.insert(workflow)
            let storage = database.storage
            let numbers = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await storage.transaction {
                            try Table(WorkflowRecord.self, in: $0).takeVersionNumber(workflow.id, at: .now)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(numbers.compactMap(\.self).sorted() == Array(1...40))
        }
    }

    @Test("A deleted workflow takes its versions, deployments and runs with it")
    func cascade() async throws {
        try await Database.with { database in
            let workflow = database.workflow("going")
            let version = VersionRecord(
                id: .make(), workflow: workflow.id, number: 1, ir: "{}", artifact: "{}", target: "t", isLocked: false,
                createdAt: .now)
            let deployment = DeploymentRecord(
                id: .make(), organization: database.organization, project: database.project, workflow: workflow.id,
                version: version.id, status: "active", notes: "[]", createdAt: .now, updatedAt: .now)
            let run = RunRecord(
                id: .make(), organization: database.organization, project: database.project, workflow: workflow.id,
                version: version.id, deployment: deployment.id, instance: "i", status: "queued", createdAt: .now,
                updatedAt: .now)
            try await database.storage.transaction { connection in
                try Table(in: connection).insert(workflow)
                try Table(in: connection).insert(version)
                try Table(in: connection).insert(deployment)
                try Table(in: connection).insert(run)
                try Table(WorkflowRecord.self, in: connection).delete(workflow.id)
            }
            for table in ["workflows", "versions", "deployments", "runs"] {
                let rows = try await database.storage.read { try $0.query("SELECT 1 AS one FROM \(table)") }
                #expect(rows.isEmpty, "\(table)")
            }
        }
    }
}
