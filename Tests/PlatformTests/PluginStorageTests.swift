import JSON
import PlatformFixtures
import PluginHost
import PluginMessages
import Storage
import Synchronization
import Testing

@testable import Platform

@Suite("Transactions of a plugin's storage", .timeLimit(.minutes(10)))
struct PluginStorageTests {
    /// A storage that fails at its commits as often as it is told to.
    private final class Unlucky: PluginConnection {
        let failures: Mutex<[PluginFailure]>
        let asked = Mutex<[String: Int]>([:])

        init(_ failures: [PluginFailure]) { self.failures = Mutex(failures) }

        func call(
            _ method: String, _ params: JSONValue, deadline: Duration,
            event: @escaping @Sendable (String, JSONValue) -> Void
        ) async throws(PluginFailure) -> JSONValue {
            asked.withLock { $0[method, default: 0] += 1 }
            switch method {
            case "storage.begin": return ["transaction": 1]
            case "storage.execute": return ["changes": 1, "columns": [], "rows": []]
            case "storage.commit":
                if let failure = failures.withLock({ $0.popLast() }) { throw failure }
                return nil
            default: return nil
            }
        }

        func times(_ method: String) -> Int { asked.withLock { $0["storage.\(method)"] ?? 0 } }
    }

    private func storage(_ plugin: Unlucky) throws -> PluginStorage {
        let host = FakeContributions.host(executable: nil)
        host.attach(
            LoadedPlugin(
                path: "",
                manifest: Manifest(
                    id: "unlucky", name: "U", version: "1.0.0", storages: [StorageDefinition(id: "unlucky", name: "U")]),
                connection: plugin))
        return PluginStorage(try #require(host.registry.storages.first))
    }

    private static func failure(_ code: String) -> PluginFailure { PluginFailure(code: code, message: "It failed.") }

    @Test("One that others came in between of is repeated from its beginning", arguments: 0...5)
    func repeated(conflicts: Int) async throws {
        let plugin = Unlucky(Array(repeating: Self.failure("storage.conflict"), count: conflicts))
        try await storage(plugin).transaction { _ = try $0.execute("UPDATE x SET y = 1") }
        #expect(plugin.times("begin") == conflicts + 1)
        #expect(plugin.times("execute") == conflicts + 1)
        #expect(plugin.times("rollback") == conflicts)
    }

    @Test("One that never succeeds is given up, and nothing but a conflict is repeated")
    func givenUp() async throws {
        let plugin = Unlucky(Array(repeating: Self.failure("storage.conflict"), count: 100))
        let storage = try storage(plugin)
        await #expect(throws: StorageError.conflict("It failed.")) {
            try await storage.transaction { _ = try $0.execute("UPDATE x SET y = 1") }
        }
        #expect(plugin.times("commit") == 6)
        let broken = Unlucky([Self.failure("storage.unavailable")])
        let other = try self.storage(broken)
        await #expect(throws: StorageError.unavailable("It failed.")) { try await other.transaction { _ in } }
        #expect(broken.times("commit") == 1)
    }
}
