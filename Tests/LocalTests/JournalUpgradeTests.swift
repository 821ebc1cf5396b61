import Foundation
import GRDB
import PluginMessages
import TestSupport
import Testing
import Values

@testable import LocalRuntime

@Suite("The journal across versions", .timeLimit(.minutes(10)))
struct JournalUpgradeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var copies: [String] {
        let path = folder.url.appending(path: "before-upgrade").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    private func change(_ sql: String) async throws {
        let journal = try Journal(folder: folder.url)
        try await journal.database.write { try $0.execute(sql: sql) }
        try journal.close()
    }

    @Test("A new one needs no copy, and one that is up to date none")
    func current() throws {
        for _ in 1...2 { try Journal(folder: folder.url).close() }
        #expect(copies.isEmpty)
    }

    @Test("An older one is copied, named by its schema, and then upgraded")
    func older() async throws {
        try await change(
            """
            DELETE FROM grdb_migrations WHERE identifier = 'checksums';
            ALTER TABLE instance DROP COLUMN checksum;
            ALTER TABLE step DROP COLUMN checksum;
            """)
        let journal = try Journal(folder: folder.url)
        let columns = try await journal.database.read { try $0.columns(in: "instance").map(\.name) }
        #expect(columns.contains("checksum"))
        try journal.close()
        #expect(copies == ["journal-14-sizes-of-logs-more-checksums.sqlite"])
        let copy = try DatabaseQueue(
            path: folder.url.appending(path: "before-upgrade/\(copies.first ?? "")").path)
        let (kept, old) = try await copy.read { database in
            (
                try String.fetchAll(database, sql: "SELECT identifier FROM grdb_migrations").count,
                try database.columns(in: "instance").map(\.name)
            )
        }
        #expect(kept == 14 && !old.contains("checksum"))
        try copy.close()
    }

    @Test("Without the copy nothing is changed")
    func impossible() async throws {
        try await change("DELETE FROM grdb_migrations WHERE identifier = 'checksums'")
        try folder.write("", to: "before-upgrade")
        let failure = #expect(throws: PluginFailure.self) { try Journal(folder: folder.url) }
        #expect(failure?.code == PluginFailure.upgradeCopyCode)
    }

    @Test("One of a newer version is refused with the version that it needs, where it is known")
    func newer() async throws {
        try await change("INSERT INTO grdb_migrations (identifier) VALUES ('of the future')")
        let unknown = #expect(throws: PluginFailure.self) { try Journal(folder: folder.url) }
        #expect(unknown?.code == PluginFailure.newerDataCode && unknown?.message.contains("of the future") == true)
        #expect(unknown?.message.contains(MillraceRelease.version) == true)
        let database = try DatabaseQueue(path: folder.url.appending(path: "journal.sqlite").path)
        try await database.write {
            try $0.execute(sql: "INSERT INTO schemaVersion (name, version) VALUES ('of the future', '3.0.0')")
        }
        try database.close()
        let known = #expect(throws: PluginFailure.self) { try Journal(folder: folder.url) }
        #expect(known?.message.contains("Start 3.0.0 or a later version") == true)
        #expect(copies.isEmpty)
    }
}
