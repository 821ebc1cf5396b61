import Foundation
import Logging
import Platform
import PluginHost
import Storage
import TestSupport

/// The databases that tests run on.
package enum TestStorage: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqlite
    /// A plugin as a third party would write it.
    case fixture
    /// A schema of its own in the database that `MILLRACE_TEST_POSTGRESQL` names (`Tests/PostgreSQL/cluster.py`).
    case postgresql

    /// What `MILLRACE_TEST_STORAGE` names.
    package static var chosen: TestStorage {
        ProcessInfo.processInfo.environment["MILLRACE_TEST_STORAGE"].flatMap(TestStorage.init) ?? .sqlite
    }

    /// Those that tests of storages run on: PostgreSQL where there is a server.
    package static var available: [TestStorage] {
        allCases.filter { $0 != .postgresql || server != nil }
    }

    private static var server: String? { ProcessInfo.processInfo.environment["MILLRACE_TEST_POSTGRESQL"] }

    package var description: String { rawValue }

    /// A database that belongs to a directory: the next that is opened there is the same.
    package func open(in directory: String) async throws -> any StorageDriver {
        switch self {
        case .sqlite: return try SQLiteDriver(path: "\(directory)/millrace.sqlite", readers: 2)
        case .fixture:
            return try await HostedStorage("libSQLStorageFixture", ["sqlstorage.path=\(directory)/fixture.db"])
        case .postgresql:
            guard let server = Self.server else { throw MissingServer() }
            let schema = Self.schema(of: directory)
            let first = try await HostedStorage("libMillracePluginPostgreSQL", ["postgresql.url=\(server)"])
            _ = try await first.transaction { try $0.execute("CREATE SCHEMA IF NOT EXISTS \(schema)") }
            try first.close()
            return try await HostedStorage(
                "libMillracePluginPostgreSQL",
                ["postgresql.url=\(server)&options=-csearch_path%3D\(schema)", "postgresql.connections=16"])
        }
    }

    package struct MissingServer: Error {}

    /// FNV-1a of the directory: a name for as long as the directory has its own.
    private static func schema(of directory: String) -> String {
        let hash = directory.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "t" + String(hash, radix: 16)
    }
}
