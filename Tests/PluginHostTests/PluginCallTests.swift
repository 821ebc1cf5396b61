import Foundation
import JSON
import PluginHost
import PluginMessages
import Synchronization
import TestSupport
import Testing

@Suite("Calling plugins", .timeLimit(.minutes(10)))
struct PluginCallTests {
    @Test("Events come in order before the result; one that is no JSON is dropped")
    func events() async throws {
        let (plugin, _) = try await probe()
        let received = Mutex<[String]>([])
        let result = try await plugin.call("probe.events", nil, deadline: .seconds(60)) { name, payload in
            received.withLock { $0.append("\(name)=\(payload.text)") }
        }
        #expect(result == 3)
        #expect(received.withLock { $0 } == ["first=1", "second=2"])
    }

    @Test("A plugin's failure keeps its code and whether to try again")
    func failure() async throws {
        let (plugin, _) = try await probe()
        let failure = try #require(await self.failure(plugin, "probe.error"))
        #expect(failure.code == "probe.refused")
        #expect(failure.retryable)
    }

    @Test("A reply that is no JSON, or of no known kind, fails the call", arguments: ["probe.garbage", "probe.kind"])
    func malformed(method: String) async throws {
        let (plugin, _) = try await probe()
        #expect(await failure(plugin, method)?.code == "plugin.message")
    }

    @Test("A plugin that does not answer fails the call at its deadline")
    func deadline() async throws {
        let (plugin, _) = try await probe()
        #expect(await failure(plugin, "probe.silence", deadline: .milliseconds(50))?.code == "plugin.timeout")
    }

    @Test("A cancelled caller does not wait, and the plugin is told; its log line is under its name")
    func cancellation() async throws {
        let log = LogRecorder()
        let (plugin, _) = try await probe(log: log)
        let task = Task { await failure(plugin, "probe.silence", deadline: .seconds(60)) }
        task.cancel()
        #expect(await task.value?.code == "plugin.cancelled")
        #expect(
            log.lines.contains { $0.hasPrefix("warning") && $0.contains("told to give up") && $0.contains("probe") })
    }

    @Test("Replies after the last are ignored, by this call and by those that follow")
    func repeatedReplies() async throws {
        let (plugin, _) = try await probe()
        for _ in 0..<500 {
            #expect(try await plugin.call("probe.twice", nil, deadline: .seconds(60)) { _, _ in } == 1)
        }
    }

    @Test("Many calls at once get each their own answer")
    func concurrency() async throws {
        let (plugin, _) = try await probe()
        let results = try await withThrowingTaskGroup(of: JSONValue.self) { group in
            for _ in 0..<1000 {
                group.addTask { try await plugin.call("probe.events", nil, deadline: .seconds(30)) { _, _ in } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results == Array(repeating: 3, count: 1000))
    }

    @Test("What a plugin tells on its own arrives under its id")
    func emitted() async throws {
        let (plugin, host) = try await probe()
        _ = try await plugin.call("probe.emit", nil, deadline: .seconds(60)) { _, _ in }
        var events = host.events.makeAsyncIterator()
        let event = try #require(await events.next())
        #expect(event.plugin == "probe")
        #expect(event.name == "probe.happened")
        #expect(event.payload == ["count": 1])
    }

    @Test("The state of a plugin survives a restart")
    func state() async throws {
        let data = try TemporaryFolder()
        let (plugin, _) = try await probe(dataDirectory: data.url.path)
        #expect(try await plugin.call("probe.recall", nil, deadline: .seconds(60)) { _, _ in } == .null)
        _ = try await plugin.call("probe.remember", nil, deadline: .seconds(60)) { _, _ in }
        let (restarted, _) = try await probe(dataDirectory: data.url.path)
        #expect(try await restarted.call("probe.recall", nil, deadline: .seconds(60)) { _, _ in } == [1, 2])
    }

    /// What several servers have in common.
    private actor Store: PluginStateStore {
        private var values: [PluginStateOwner: JSONObject] = [:]

        func value(_ key: String, of owner: PluginStateOwner, after former: JSONObject) -> JSONValue {
            (values[owner] ?? former)[key] ?? .null
        }

        func set(
            _ key: String, to value: JSONValue, of owner: PluginStateOwner, after former: JSONObject, largest: Int
        ) throws {
            guard largest == 4 << 20 else { throw Unexpected() }
            var changed = values[owner] ?? former
            changed[key] = value
            values[owner] = changed
        }

        struct Unexpected: Error {}
    }

    private struct FailingStore: PluginStateStore {
        struct Lost: Error {}

        func value(_ key: String, of owner: PluginStateOwner, after former: JSONObject) throws -> JSONValue {
            throw Lost()
        }

        func set(
            _ key: String, to value: JSONValue, of owner: PluginStateOwner, after former: JSONObject, largest: Int
        ) throws { throw Lost() }
    }

    @Test("The state of a plugin is that of all servers, where they have it in common")
    func sharedState() async throws {
        let (own, store) = (try TemporaryFolder(), Store())
        let (first, firstHost) = try await probe(dataDirectory: own.url.path)
        // What it has kept before on its disk is not lost.
        _ = try await first.call("probe.remember", nil, deadline: .seconds(60)) { _, _ in }
        firstHost.keepState(in: store)
        #expect(try await first.call("probe.recall", nil, deadline: .seconds(60)) { _, _ in } == [1, 2])
        _ = try await first.call("probe.remember", nil, deadline: .seconds(60)) { _, _ in }
        let (second, secondHost) = try await probe(dataDirectory: try TemporaryFolder().url.path)
        #expect(try await second.call("probe.recall", nil, deadline: .seconds(60)) { _, _ in } == .null)
        secondHost.keepState(in: store)
        #expect(try await second.call("probe.recall", nil, deadline: .seconds(60)) { _, _ in } == [1, 2])
        secondHost.keepState(in: FailingStore())
        #expect(await failure(second, "probe.recall", params: .null)?.code == "state.write")
    }

    @Test("A request to nobody fails and may be tried again")
    func fetchNobody() async throws {
        let (plugin, _) = try await probe()
        let failure = await failure(plugin, "probe.fetch", params: "http://127.0.0.1:9/")
        #expect(["fetch.connection", "fetch.timeout"].contains(failure?.code))
        #expect(failure?.retryable == true)
    }

    @Test(
        "A third party's plugin asks nobody on this machine, unless the operator allows it",
        arguments: [
            [], ["probe"], ["other"],
        ] as [Set<String>])
    func thirdParty(allowed: Set<String>) async throws {
        let fixture = try PluginFixture()
        try await fixture.build("probe.c", as: "probe")
        let host = try fixture.host(isolation: .process, privateHosts: allowed)
        await host.load()
        let plugin = try #require(host.plugins.first).connection
        let failure = await failure(plugin, "probe.fetch", params: "http://127.0.0.1:9/")
        let expected = allowed.contains("probe") ? ["fetch.connection", "fetch.timeout"] : ["fetch.address"]
        #expect(expected.contains(failure?.code ?? ""), "\(failure?.code ?? "none")")
        await host.shutdown()
    }

    private func probe(
        dataDirectory: String? = nil, log: LogRecorder = LogRecorder()
    ) async throws -> (any PluginConnection, PluginHost) {
        let fixture = try PluginFixture()
        try await fixture.build("probe.c", as: "probe-\(UUID().uuidString)")
        let host = try fixture.host(dataDirectory: dataDirectory, logger: log.logger)
        await host.load()
        return (try #require(host.plugins.first).connection, host)
    }

    private func failure(
        _ plugin: any PluginConnection, _ method: String, params: JSONValue = nil, deadline: Duration = .seconds(30)
    ) async -> PluginFailure? {
        do {
            _ = try await plugin.call(method, params, deadline: deadline) { _, _ in }
            return nil
        } catch { return error }
    }
}
