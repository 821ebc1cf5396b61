import Foundation
import PlatformFixtures
import Storage
import Testing
import Values

@testable import Platform

@Suite("The copy of the database before an upgrade", .timeLimit(.minutes(10)))
struct UpgradeCopyTests {
    private let folder = Installation.newDirectory()

    private var path: String { "\(folder)/millrace.sqlite" }
    private let later = Migration("9998-later", ["CREATE TABLE later (id TEXT PRIMARY KEY)"])

    private func database(
        _ migrations: [Migration], version: String = MillraceRelease.version
    ) async throws {
        let storage = try SQLiteDriver(path: path)
        try await storage.migrate(migrations, version: version)
        try storage.close()
    }

    private var copies: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/before-upgrade")) ?? []).sorted()
    }

    @Test("It is made when a migration is due, named by the schema, and has what was there")
    func due() async throws {
        try await database(Migration.all)
        let last = try #require(Migration.all.last?.name)
        let copy = try #require(try UpgradeCopy(of: path, migrations: Migration.all + [later]).make())
        #expect(copy == "\(folder)/before-upgrade/millrace-\(last).sqlite" && copies == ["millrace-\(last).sqlite"])
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        let file = try SQLiteFile(copy)
        #expect(try file.migrations() == Migration.all.map(\.name) && file.damage(checksReferences: true).isEmpty)
        // A copy of the same schema is replaced, and a backup leaves it out.
        #expect(try UpgradeCopy(of: path, migrations: Migration.all + [later]).make() == copy)
        #expect(try DataFolder(root: folder).items().map(\.path) == ["millrace.sqlite"])
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("None is made of a database that is up to date, of none, and of an empty one")
    func notDue() async throws {
        #expect(try UpgradeCopy(of: path).make() == nil)
        try await database(Migration.all)
        #expect(try UpgradeCopy(of: path).make() == nil && copies.isEmpty)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("Without the copy there is no upgrade")
    func impossible() async throws {
        try await database(Migration.all)
        try Data().write(to: URL(filePath: "\(folder)/before-upgrade"))
        let error = #expect(throws: StartError.self) {
            try UpgradeCopy(of: path, migrations: Migration.all + [later]).make()
        }
        #expect(error?.code == .startUpgradeCopy)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("A database of a newer version is refused with the version that it needs, where it is known")
    func newer() async throws {
        try await database(Migration.all + [later], version: "0.9.0")
        try await database(Migration.all + [later, Migration("9999-latest", [])], version: "0.10.0")
        let refusal = StorageError.newerSchema(["9998-later", "9999-latest"], version: "0.10.0")
        #expect(throws: refusal) { try UpgradeCopy(of: path).make() }
        #expect(refusal.description.contains("Start 0.10.0 or a later version"))
        let storage = try SQLiteDriver(path: path)
        await #expect(throws: refusal) { try await storage.migrate() }
        _ = try await storage.transaction { try $0.execute("DROP TABLE schema_versions") }
        await #expect(throws: StorageError.newerSchema(["9998-later", "9999-latest"], version: nil)) {
            try await storage.migrate()
        }
        try storage.close()
        try FileManager.default.removeItem(atPath: folder)
    }
}
