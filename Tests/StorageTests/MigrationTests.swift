import Storage
import Testing

@Suite(.timeLimit(.minutes(10))) struct MigrationTests {
    private func names(in storage: any StorageDriver) async throws -> [String] {
        try await storage.read {
            try $0.query("SELECT name FROM schema_migrations ORDER BY name").map { try $0["name"] }
        }
    }

    @Test("Migrations run once, and a later one runs after them")
    func once() async throws {
        try await Database.with { database in
            let more = Migration("9999-more", ["CREATE TABLE more (id TEXT PRIMARY KEY)"])
            try await database.storage.migrate()
            try await database.storage.migrate(Migration.all + [more])
            try await database.storage.migrate(Migration.all + [more])
            #expect(try await names(in: database.storage) == Migration.all.map(\.name) + ["9999-more"])
        }
    }

    @Test("A migration that fails leaves nothing of itself behind")
    func failing() async throws {
        try await Database.with { database in
            let broken = Migration("9999-broken", ["CREATE TABLE half (id TEXT PRIMARY KEY)", "CREATE TABEL whole"])
            await #expect(throws: StorageError.self) { try await database.storage.migrate(Migration.all + [broken]) }
            let applied = try await names(in: database.storage)
            #expect(applied == Migration.all.map(\.name))
            await #expect(throws: StorageError.self) {
                try await database.storage.read { try $0.query("SELECT * FROM half") }
            }
        }
    }

    @Test("A database of a newer version is refused by name")
    func newer() async throws {
        try await Database.with { database in
            try await database.storage.migrate(Migration.all + [Migration("9999-newer", [])], version: "9.1.0")
            await #expect(throws: StorageError.newerSchema(["9999-newer"], version: "9.1.0")) {
                try await database.storage.migrate()
            }
        }
    }
}
