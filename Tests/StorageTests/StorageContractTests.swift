import Foundation
import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("What every storage keeps to", .timeLimit(.minutes(10)))
struct StorageContractTests {
    private struct Stop: Error {}

    private func failure(_ body: () async throws -> Void) async -> StorageError? {
        do { try await body() } catch { return error as? StorageError }
        return nil
    }

    @Test("Values of every kind come back as they were kept", arguments: TestStorage.available)
    func values(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            let storage = database.storage
            let kept: [(Int, String?)] = [
                (.max, ""), (.min, "é\u{1F600} '\"\\"), (0, nil), (-1, "a\nb\tc"),
            ]
            try await storage.transaction { connection in
                try connection.execute("CREATE TABLE kept (id BIGINT PRIMARY KEY, text TEXT)")
                for (id, text) in kept {
                    try connection.execute("INSERT INTO kept (id, text) VALUES ($1, $2)", [id, text])
                }
            }
            let rows = try await storage.read { try $0.query("SELECT id, text FROM kept ORDER BY id DESC") }
            let sorted = kept.sorted { $0.0 > $1.0 }
            #expect(try rows.map { (row) throws -> Int in try row["id"] } == sorted.map(\.0))
            #expect(try rows.map { (row) throws -> String? in try row["text"] } == sorted.map(\.1))
            let arguments: [any SQLConvertible] = ["text", 7, nil as String?]
            let row = try await storage.read {
                try $0.query("SELECT $2 AS b, $1 AS a, $1 AS again, $3 AS c, COUNT(*) AS n, SUM(1) AS s", arguments)[0]
            }
            let (a, again, b, c): (String, String, Int, String?) = (
                try row["a"], try row["again"], try row["b"], try row["c"]
            )
            #expect((a, again, b) == ("text", "text", 7))
            #expect(c == nil)
            #expect(try row["n"] as Int == 1 && row["s"] as Int == 1)
        }
    }

    @Test("What a transaction requires is checked before anything of it is kept", arguments: TestStorage.available)
    func requirement(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            let query = "SELECT id FROM organizations WHERE id = $1"
            let names = "SELECT name FROM organizations"
            for (id, isMet) in [("none", false), (database.organization.text, true)] {
                let written = await failure {
                    try await database.storage.transaction { connection in
                        try connection.require(query, [id], or: .unavailable("not met"))
                        try connection.execute("UPDATE organizations SET name = 'changed'")
                    }
                }
                let read = await failure {
                    let found = try await database.storage.read { connection in
                        try connection.require(query, [id], or: .unavailable("not met"))
                        try connection.prefetch { _ = try $0.query(names) }
                        // The rows are those of the statement, not of what it depends on.
                        return try connection.query(names).map { (row) throws -> String in try row["name"] }
                    }
                    #expect(found == ["changed"])
                }
                for error in [written, read] {
                    if case .unavailable("not met")? = error { #expect(!isMet) } else { #expect(isMet && error == nil) }
                }
                let kept: String = try await database.storage.read { try $0.query(names)[0]["name"] }
                #expect(kept == (isMet ? "changed" : "O"))
            }
        }
    }

    @Test("A transaction that fails leaves nothing behind", arguments: TestStorage.available)
    func rollback(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            let workflow = database.workflow("lost")
            await #expect(throws: Stop.self) {
                try await database.storage.transaction { connection in
                    try Table(in: connection).insert(workflow)
                    throw Stop()
                }
            }
            #expect(try await database.count("workflows") == 0)
            await #expect(throws: StorageError.self) {
                try await database.storage.transaction { try $0.execute("CREATE TABEL nothing") }
            }
            try await database.insert(workflow)
            #expect(try await database.count("workflows") == 1)
        }
    }

    @Test("Queries that were prefetched return their rows until something is written", arguments: TestStorage.available)
    func prefetch(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            let (first, second) = (database.workflow("first"), database.workflow("second"))
            try await database.insert(first)
            let names = "SELECT name FROM workflows WHERE name <> $1 ORDER BY name"
            let counts = try await database.storage.transaction { connection in
                try connection.prefetch { reader in
                    // Two of one statement, one that fails to find anything, and one twice.
                    for name in ["none", "first", "none"] { _ = try reader.query(names, [name]) }
                    _ = try reader.query("SELECT COUNT(*) AS n FROM workflows")
                }
                func count() throws -> [Int] {
                    [
                        try connection.query(names, ["none"]).count, try connection.query(names, ["first"]).count,
                        try connection.query("SELECT COUNT(*) AS n FROM workflows")[0]["n"],
                    ]
                }
                let before = try (count(), count())
                try Table(in: connection).insert(second)
                return try [before.0, before.1, count()]
            }
            #expect(counts == [[1, 0, 1], [1, 0, 1], [2, 1, 2]])
            // Where it makes a round trip, what is wrong fails there; elsewhere with the query itself.
            await #expect(throws: StorageError.self) {
                try await database.storage.read { connection in
                    try connection.prefetch { reader in
                        _ = try reader.query("SELECT 1 AS n")
                        _ = try reader.query("SELECT nothing FROM workflows")
                    }
                    _ = try connection.query("SELECT nothing FROM workflows")
                }
            }
            #expect(try await database.count("workflows") == 2)
        }
    }

    @Test("A row that names what is not there, or is there twice, is refused", arguments: TestStorage.available)
    func constraints(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            let workflow = database.workflow("once")
            try await database.insert(workflow)
            await #expect {
                try await database.insert(workflow)
            } throws: { ($0 as? StorageError)?.code == "storage.duplicate" }
            await #expect {
                try await database.storage.transaction {
                    try Table(in: $0).insert(database.version(of: WorkflowID("nothing")))
                }
            } throws: { ($0 as? StorageError)?.code == "storage.constraint" }
        }
    }

    @Test("Changes by many at a time are made one after the other, on two threads", arguments: TestStorage.available)
    func manyAtATime(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            let workflow = database.workflow("busy")
            try await database.insert(workflow)
            let storage = database.storage
            // Each reads and writes: one that is not seen by the next would be lost.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        try await storage.transaction { connection in
                            let table = Table(WorkflowRecord.self, in: connection)
                            guard var record = try table.find(workflow.id, of: workflow.project) else { throw Stop() }
                            record.versionCount += 1
                            try table.update(record)
                        }
                    }
                    group.addTask {
                        _ = try await storage.read {
                            try Table(WorkflowRecord.self, in: $0).find(workflow.id, of: workflow.project)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let kept = try await storage.read {
                try Table(WorkflowRecord.self, in: $0).find(workflow.id, of: workflow.project)
            }
            #expect(kept?.versionCount == 64)
        }
    }

    @Test("A read sees one state, whatever is committed meanwhile", arguments: TestStorage.available)
    func oneState(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            let storage = database.storage
            let workflow = database.workflow("later")
            let counts = try await storage.read { connection in
                let before = try connection.query("SELECT id FROM workflows").count
                let committed = DispatchSemaphore(value: 0)
                Task {
                    try await storage.transaction { try Table(in: $0).insert(workflow) }
                    committed.signal()
                }
                let isCommitted = committed.wait(timeout: .now() + 100) == .success
                return (before, isCommitted, try connection.query("SELECT id FROM workflows").count)
            }
            #expect(counts == (0, true, 0))
            #expect(try await database.count("workflows") == 1)
        }
    }

    @Test("Texts are sorted by their bytes, and paged by them", arguments: TestStorage.available)
    func order(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            for name in ["a", "B", "é", "z", "_", "Ä"] { try await database.insert(database.workflow(name)) }
            let names: [String] = try await database.storage.read {
                try $0.query("SELECT name FROM workflows ORDER BY name").map { try $0["name"] }
            }
            #expect(names == ["B", "_", "a", "z", "Ä", "é"])
        }
    }

    @Test("A search finds letters of all languages in either case", arguments: TestStorage.available)
    func search(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            try await database.insert(
                database.workflow("Ünder ÄPFEL"), database.workflow("ΣΊΣΥΦΟΣ 100%_!"), database.workflow("Straße"),
                database.workflow("заказ"))
            let searches = [
                "ünder": 1, "äpfel": 1, "Äpf": 1, "σίσυφος": 1, "STRASSE": 1, "strasse": 1, "ЗАКАЗ": 1, "100%_!": 1,
                "1%": 0,
                "_": 1, "x": 0,
            ]
            for (text, count) in searches {
                let found = try await database.storage.read {
                    try Table(WorkflowRecord.self, in: $0).page(PageRequest(name: text), of: database.project)
                }
                #expect(found.elements.count == count, "\(text)")
            }
        }
    }

    @Test("A name that changes is found by the new one only", arguments: TestStorage.available)
    func renamed(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            var workflow = database.workflow("ALT")
            try await database.insert(workflow)
            workflow.name = "NEU"
            _ = try await database.storage.transaction { [workflow] in try Table(in: $0).update(workflow) }
            let counts = try await database.storage.read { connection in
                try ["alt", "neu"].map {
                    try Table(WorkflowRecord.self, in: connection).page(PageRequest(name: $0), of: database.project)
                        .elements.count
                }
            }
            #expect(counts == [0, 1])
        }
    }

    @Test("U+0000 does not reach a database that may not keep it", arguments: TestStorage.available)
    func zero(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            let workflow = database.workflow("a\u{0}b")
            let failure = await failure { try await database.insert(workflow) }
            #expect(
                kind == .sqlite ? failure == nil : failure?.code == "storage.text", "\(String(describing: failure))")
        }
    }

    @Test("A deleted workflow takes its versions with it", arguments: TestStorage.available)
    func cascade(kind: TestStorage) async throws {
        try await Database.with(on: kind) { database in
            let workflow = database.workflow("going")
            try await database.insert(workflow)
            try await database.storage.transaction { connection in
                try Table(in: connection).insert(database.version(of: workflow.id))
                try Table(WorkflowRecord.self, in: connection).delete(workflow.id)
            }
            #expect(try await database.count("versions") == 0)
        }
    }

    @Test("Servers that start together migrate once", arguments: TestStorage.available)
    func startTogether(kind: TestStorage) async throws {
        let directory = Installation.newDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        // Of an embedded database only one server is allowed.
        let count = kind == .sqlite ? 1 : 3
        var servers: [any StorageDriver] = []
        for _ in 0..<count { servers.append(try await kind.open(in: directory)) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for server in servers { group.addTask { try await server.migrate() } }
            try await group.waitForAll()
        }
        let names: [String] = try await servers[0].read {
            try $0.query("SELECT name FROM schema_migrations ORDER BY name").map { try $0["name"] }
        }
        #expect(names == Migration.all.map(\.name))
        for server in servers { try server.close() }
    }

    @Test("Changes through two servers are not lost", arguments: TestStorage.available.filter { $0 != .sqlite })
    func twoServers(kind: TestStorage) async throws {
        let directory = Installation.newDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let servers = [try await kind.open(in: directory), try await kind.open(in: directory)]
        try await servers[0].transaction { connection in
            try connection.execute("CREATE TABLE counted (id TEXT PRIMARY KEY, count BIGINT NOT NULL)")
            try connection.execute("INSERT INTO counted (id, count) VALUES ('one', 0)")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    try await servers[number % 2].transaction { connection in
                        let count: Int = try connection.query("SELECT count FROM counted")[0]["count"]
                        try connection.execute("UPDATE counted SET count = $1", [count + 1])
                    }
                }
            }
            try await group.waitForAll()
        }
        let count: Int = try await servers[1].read { try $0.query("SELECT count FROM counted")[0]["count"] }
        #expect(count == 60)
        for server in servers { try server.close() }
    }

    @Test("Names of a database from before searches by folded names are found", arguments: TestStorage.available)
    func folding(kind: TestStorage) async throws {
        let directory = Installation.newDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let storage = try await kind.open(in: directory)
        try await storage.migrate(Migration.all.filter { $0.name < "0020" })
        try await storage.transaction { connection in
            try connection.execute(
                "INSERT INTO organizations (id, name, slug, created_at, updated_at) VALUES ('o', 'O', 'o', 1, 1)")
            try connection.execute(
                """
                INSERT INTO projects (id, organization_id, name, slug, description, created_at, updated_at)
                    VALUES ('p', 'o', 'ÄLTER', 'p', '', 1, 1)
                """)
        }
        try await storage.migrate()
        let found = try await storage.read {
            try Table(ProjectRecord.self, in: $0).page(PageRequest(name: "älter"), of: OrganizationID("o"))
        }
        #expect(found.elements.map(\.name) == ["ÄLTER"])
        try storage.close()
    }
}

extension Database {
    fileprivate func count(_ table: String) async throws -> Int {
        try await storage.read { try $0.query("SELECT COUNT(*) AS count FROM \(table)")[0]["count"] }
    }

    fileprivate func version(of workflow: WorkflowID) -> VersionRecord {
        VersionRecord(
            id: .make(), workflow: workflow, number: 1, ir: "{}", artifact: "{}", target: "t", isLocked: false,
            createdAt: .now)
    }
}
