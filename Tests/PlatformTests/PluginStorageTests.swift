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

    /// A storage that executes all that one call has.
    private final class Batching: PluginConnection {
        let calls = Mutex<[(method: String, statements: Int)]>([])

        func call(
            _ method: String, _ params: JSONValue, deadline: Duration,
            event: @escaping @Sendable (String, JSONValue) -> Void
        ) async throws(PluginFailure) -> JSONValue {
            let more = (params["statements"] ?? params["more"])?.array?.count ?? 0
            calls.withLock { $0.append((method, more + (method == "storage.execute" ? 1 : 0))) }
            let result: JSONValue = ["changes": 1, "columns": ["n"], "rows": [[7]]]
            let results = JSONValue.array(Array(repeating: result, count: more))
            switch method {
            case "storage.begin": return ["transaction": 1, "results": results]
            case "storage.execute":
                return ["changes": 1, "columns": ["n"], "rows": [[7]], "more": results]
            default: return nil
            }
        }
    }

    private func storage(_ plugin: any PluginConnection) throws -> PluginStorage {
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

    @Test(
        "One whose plugin has ended, or whose call was cancelled, has no database",
        arguments: ["plugin.cancelled", "plugin.crashed", "plugin.stopped", "plugin.off", "plugin.timeout"])
    func ended(code: String) async throws {
        let storage = try storage(Unlucky([Self.failure(code)]))
        let error = await #expect(throws: StorageError.self) {
            try await storage.transaction { try $0.execute("UPDATE t SET a = 1", []) }
        }
        guard case .unavailable? = error else {
            Issue.record("\(code): \(error as Any)")
            return
        }
    }

    @Test("One that others came in between of is repeated from its beginning", arguments: 0...5)
    func repeated(conflicts: Int) async throws {
        let plugin = Unlucky(Array(repeating: Self.failure("storage.conflict"), count: conflicts))
        try await storage(plugin).transaction { _ = try $0.execute("UPDATE x SET y = 1") }
        #expect(plugin.times("begin") == conflicts + 1)
        #expect(plugin.times("execute") == conflicts + 1)
        #expect(plugin.times("rollback") == conflicts)
    }

    @Test("It begins with its first statement, and prefetches in one call")
    func batches() async throws {
        let plugin = Batching()
        let sum = try await storage(plugin).transaction { database in
            try database.prefetch { for number in 0..<4 { _ = try $0.query("SELECT $1 AS n", [number]) } }
            let known: [Int] = try (0..<4).map { try database.query("SELECT $1 AS n", [$0])[0]["n"] }
            try database.execute("UPDATE x SET y = 1")
            try database.prefetch { for number in 0..<2 { _ = try $0.query("SELECT $1 AS n", [number]) } }
            let again: [Int] = try (0..<2).map { try database.query("SELECT $1 AS n", [$0])[0]["n"] }
            return (known + again).reduce(0, +)
        }
        #expect(sum == 6 * 7)
        let calls = plugin.calls.withLock { $0.map { "\($0.method) \($0.statements)" } }
        #expect(calls == ["storage.begin 4", "storage.execute 1", "storage.execute 2", "storage.commit 0"])
    }

    @Test("One without statements calls nothing, and a plugin that knows no batches is sent each statement")
    func oldPlugins() async throws {
        let idle = Batching()
        try await storage(idle).transaction { _ in }
        #expect(idle.calls.withLock { $0.isEmpty })
        let plugin = Unlucky([])
        try await storage(plugin).transaction { database in
            try database.prefetch { for number in 0..<3 { _ = try $0.query("SELECT $1 AS n", [number]) } }
            for number in 0..<3 { _ = try database.query("SELECT $1 AS n", [number]) }
        }
        // The first of the batch is executed with it, and each other one when it is asked for.
        #expect(plugin.times("begin") == 1)
        #expect(plugin.times("execute") == 3)
        #expect(plugin.times("commit") == 1)
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
        await #expect(throws: StorageError.unavailable("It failed.")) {
            try await other.transaction { _ = try $0.execute("UPDATE x SET y = 1") }
        }
        #expect(broken.times("commit") == 1)
    }
}
