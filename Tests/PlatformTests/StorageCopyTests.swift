import Foundation
import Logging
import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("An installation that moves to another database", .timeLimit(.minutes(10)))
struct StorageCopyTests {
    /// An installation with something in most tables, in an embedded database.
    private func with(_ body: (Installation, any StorageDriver) async throws -> Void) async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let (workflow, connection) = try await installation.deployedWorkflow()
            for _ in 0..<3 {
                _ = try await installation.platform.runs.trigger(
                    caller, workflow, on: connection, params: ["é": "\u{1F600}"])
            }
            var change = WorkflowChange()
            change.variables = [Variable(name: "TOKEN", value: "hidden", isSecret: true)]
            _ = try await installation.platform.workflows.update(caller, workflow, change)
            try await body(installation, installation.storage)
        }
    }

    @Test("Everything is there, also after it has moved back", arguments: TestStorage.available)
    func moved(kind: TestStorage) async throws {
        try await with { installation, source in
            let (there, back) = (Installation.newDirectory(), Installation.newDirectory())
            defer { for directory in [there, back] { try? FileManager.default.removeItem(atPath: directory) } }
            let target = try await kind.open(in: there)
            let copied = try await StorageCopy(from: source, to: target).run()
            #expect(copied > 15)
            let again = try await TestStorage.sqlite.open(in: back)
            #expect(try await StorageCopy(from: target, to: again).run() == copied)
            // A server on the copy has the same key, and opens what is sealed.
            let platform = try await Platform(
                storage: target, plugins: installation.contributions, dataDirectory: installation.directory,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let caller = try await platform.keys.caller(token: installation.firstKey)
            let workflows = try await platform.workflows.list(caller, PageRequest())
            #expect(workflows.elements.map(\.name) == ["Deployed"])
            #expect(try await platform.runs.list(caller, PageRequest()).elements.count == 3)
            let found = try await platform.workflows.list(caller, PageRequest(name: "DEPLOYED"))
            #expect(found.elements.count == 1)
            try target.close()
            try again.close()
        }
    }

    @Test("A database with an installation is not overwritten; what an interrupted copy has left is")
    func targets() async throws {
        try await with { _, source in
            let directory = Installation.newDirectory()
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let target = try await TestStorage.sqlite.open(in: directory)
            let copied = try await StorageCopy(from: source, to: target).run()
            await #expect(throws: StartError.targetInUse) { try await StorageCopy(from: source, to: target).run() }
            _ = try await target.transaction { try $0.execute("DELETE FROM installation") }
            #expect(try await StorageCopy(from: source, to: target).run() == copied)
            _ = try await source.transaction { try $0.execute("DELETE FROM installation") }
            await #expect(throws: StartError.nothingToCopy) { try await StorageCopy(from: source, to: target).run() }
            try target.close()
        }
    }

    @Test("A row that is missing or altered in the copy is found", arguments: [true, false])
    func compared(isMissing: Bool) async throws {
        try await with { _, source in
            let directory = Installation.newDirectory()
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let target = Forgetful(inner: try await TestStorage.sqlite.open(in: directory), isMissing: isMissing)
            await #expect(throws: StartError.copyDiffers("audit_log")) {
                try await StorageCopy(from: source, to: target).run()
            }
            try target.close()
        }
    }

    @Test("Every table is copied", .enabled(if: TestStorage.chosen == .sqlite))
    func tables() async throws {
        try await with { _, source in
            let names: [String] = try await source.read {
                try $0.query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
                    .map { try $0["name"] }
            }
            // Which server works on a database is not a part of the installation.
            let own = [
                "schema_migrations", "schema_versions", "servers", "feed_changes", "request_counts", "package_parts",
                "server_keys",
            ]
            #expect(Set(names).subtracting(own) == Set(CopiedTable.all.map(\.name)))
        }
    }
}

/// A database that loses or alters lines of the audit log.
private struct Forgetful: StorageDriver {
    let inner: any StorageDriver
    let isMissing: Bool

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result { try await inner.read(body) }

    func transaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await inner.transaction { [isMissing] in try body(Connection(inner: $0, isMissing: isMissing)) }
    }

    func close() throws { try inner.close() }

    private struct Connection: SQLConnection {
        let inner: any SQLConnection
        let isMissing: Bool

        func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int {
            guard sql.hasPrefix("INSERT INTO audit_log") else { return try inner.execute(sql, arguments) }
            if isMissing { return 1 }
            let count = try inner.execute(sql, arguments)
            try inner.execute("UPDATE audit_log SET details = details || ' '", [])
            return count
        }

        func query(_ sql: String, _ arguments: [any SQLConvertible]) throws -> [SQLRow] {
            try inner.query(sql, arguments)
        }
    }
}
