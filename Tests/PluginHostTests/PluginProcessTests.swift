import Foundation
import JSON
import PluginHost
import PluginMessages
import Synchronization
import TestSupport
import Testing

@Suite("Plugins in processes of their own", .serialized, .timeLimit(.minutes(5)))
struct PluginProcessTests {
    @Test("Calls, events, state, log lines and prints reach the server, and nothing of the server reaches it")
    func manners() async throws {
        let log = LogRecorder()
        let data = try TemporaryFolder()
        try await withHostile(dataDirectory: data.url.path, log: log) { plugin, _ in
            let ticks = Mutex(0)
            let result = try await plugin.call("hostile.events", nil, deadline: .seconds(60)) { _, _ in
                ticks.withLock { $0 += 1 }
            }
            #expect(result == 3)
            #expect(ticks.withLock { $0 } == 3)
            #expect(try await call(plugin, "hostile.recall") == .null)
            _ = try await call(plugin, "hostile.remember")
            #expect(try await call(plugin, "hostile.recall") == [1, 2])
            #expect(try await call(plugin, "hostile.read") == "nothing")
            #expect(try await call(plugin, "hostile.secret") == "nothing")
            #expect(try await call(plugin, "hostile.twice") == 1)
            _ = try await call(plugin, "hostile.print")
            for text in ["printed by the plugin", "logged by the plugin"] {
                try await eventually("\(text) in the log") {
                    log.lines.contains { $0.contains(text) && $0.contains("hostile") }
                }
            }
        }
    }

    @Test(
        "One that ends fails the calls in flight with the reason, and is there again",
        arguments: [
            ("hostile.crash", "plugin.crashed", "signal 11"), ("hostile.exit", "plugin.crashed", "status 7"),
            ("hostile.leave", "plugin.crashed", "status 7"), ("hostile.frames", "plugin.protocol", "malformed message"),
        ])
    func crash(method: String, code: String, reason: String) async throws {
        try await withHostile { plugin, host in
            async let waiting = failure(plugin, "hostile.silence")
            try await eventually("its process runs") { await host.statuses().first?.memory ?? 0 > 0 }
            let failure = try #require(await failure(plugin, method))
            #expect(failure.code == code)
            #expect(failure.message.contains(reason))
            #expect(failure.retryable)
            let other = await waiting
            #expect(other?.code == code)
            try await eventually("its process is gone") { await host.statuses().first?.state == .restarting }
            try await eventually("it is there again") { (try? await call(plugin, "anything")) == .null }
            #expect(await host.statuses().first?.lastError != nil)
        }
    }

    @Test(
        "One that loops for ever fails the call at its time limit and is ended, also when it has closed what it prints to",
        arguments: ["hostile.loop", "hostile.deaf"])
    func loop(method: String) async throws {
        let log = LogRecorder()
        try await withHostile(log: log) { plugin, _ in
            _ = try await call(plugin, "anything")
            async let other = failure(plugin, "hostile.silence")
            try await silent(1, log)
            let failure = await failure(plugin, method, deadline: .seconds(1))
            #expect(failure?.code == "plugin.timeout")
            let failed = await other
            #expect(failed?.code == "plugin.hung")
            try await eventually("it is there again") { (try? await call(plugin, "anything")) == .null }
        }
    }

    @Test("One that never answers is ended some time after the limit, also when the caller went away before")
    func silence() async throws {
        let log = LogRecorder()
        try await withHostile(log: log) { plugin, _ in
            _ = try await call(plugin, "anything")
            async let other = failure(plugin, "hostile.silence")
            try await silent(1, log)
            let failure = await failure(plugin, "hostile.silence", deadline: .seconds(1))
            #expect(failure?.code == "plugin.timeout")
            let failed = await other
            #expect(failed?.code == "plugin.hung")
            try await eventually("it is there again") { (try? await call(plugin, "anything")) == .null }
            async let another = self.failure(plugin, "hostile.silence")
            let task = Task { await self.failure(plugin, "hostile.silence", deadline: .seconds(5)) }
            try await silent(4, log)
            task.cancel()
            #expect(await task.value?.code == "plugin.cancelled")
            let ended = await another
            #expect(ended?.code == "plugin.hung")
        }
    }

    @Test("One that allocates without end is ended at its limit")
    func memory() async throws {
        try await withHostile(memoryLimit: 96 << 20) { plugin, _ in
            let failure = try #require(await failure(plugin, "hostile.allocate"))
            #expect(failure.code == "plugin.memory")
            #expect(failure.message.contains("the limit is 96 MiB"))
        }
    }

    @Test("A reply that is no JSON fails the call only")
    func garbage() async throws {
        try await withHostile { plugin, _ in
            #expect(await failure(plugin, "hostile.garbage")?.code == "plugin.message")
            let answer = try await call(plugin, "anything")
            #expect(answer == .null)
        }
    }

    @Test("One that ends again and again is turned off with the reason, until an operator restarts it")
    func off() async throws {
        try await withHostile { plugin, host in
            try await eventually("it is turned off") {
                _ = await failure(plugin, "hostile.exit")
                return await host.statuses().first?.state == .off
            }
            #expect(await failure(plugin, "anything")?.code == "plugin.off")
            #expect(await host.statuses().first?.reason?.contains("status 7") == true)
            try await host.restart("hostile")
            #expect(await host.statuses().first?.state == .running)
            #expect(try await call(plugin, "anything") == .null)
        }
    }

    @Test(
        "A library that crashes or hangs while it is loaded is refused, and the one after it is loaded",
        arguments: [
            (1, "crashes while it is loaded (signal 6)", 60), (2, "hangs while it is loaded", 10),
            (4, "crashes while it is loaded (signal 6)", 60), (5, "crashes while it is loaded", 60),
        ])
    func loading(behavior: Int, reason: String, seconds: Int) async throws {
        let fixture = try PluginFixture()
        try await fixture.build("hostile.c", as: "a", defining: ["HOSTILE_LOAD=\(behavior)"])
        try await fixture.build("probe.c", as: "b")
        let host = try fixture.host(isolation: .process, patience: .seconds(seconds))
        await host.load()
        let refusal = try #require(host.registry.refusals.first)
        #expect(refusal.code == "plugin.check")
        #expect(refusal.reason.contains(reason))
        #expect(host.plugins.map(\.manifest.id) == ["probe"])
        await host.shutdown()
    }

    @Test("One that tells another manifest than when it was checked is not called")
    func lies() async throws {
        try await withHostile(defining: ["HOSTILE_LOAD=3"]) { plugin, _ in
            #expect(await failure(plugin, "anything")?.code == "plugin.manifest")
        }
    }

    @Test(
        "Others notice nothing: a plugin beside it answers all the while",
        arguments: [
            "crash", "exit", "leave", "loop", "deaf", "allocate", "frames", "flood", "garbage", "twice", "silence",
        ])
    func others(deed: String) async throws {
        let fixture = try PluginFixture()
        try await fixture.build("hostile.c", as: "hostile")
        try await fixture.build("probe.c", as: "probe")
        let host = try fixture.host(isolation: .process, memoryLimit: 96 << 20)
        await host.load()
        let plugins = Dictionary(uniqueKeysWithValues: host.plugins.map { ($0.manifest.id, $0.connection) })
        let (hostile, probe) = (try #require(plugins["hostile"]), try #require(plugins["probe"]))
        let isEndless = ["loop", "deaf", "silence"].contains(deed)
        async let done = failure(
            hostile, "hostile.\(deed)", deadline: isEndless ? .milliseconds(200) : .seconds(30))
        for _ in 0..<200 { #expect(try await call(probe, "probe.events") == 3) }
        let failure = await done
        #expect((failure == nil) == ["flood", "twice"].contains(deed), "\(String(describing: failure))")
        #expect(try await call(probe, "probe.events") == 3)
        let status = try #require(await host.statuses().first { $0.id == "probe" })
        #expect(status.failures == 0 && status.state == .running)
        await host.shutdown()
    }

    @Test("A caller that goes away, or waits too long, is told to the plugin, which ends the call and lives on")
    func cancellation() async throws {
        let log = LogRecorder()
        try await withHostile(grace: .seconds(60), log: log) { plugin, host in
            let task = Task { await failure(plugin, "hostile.patient") }
            try await eventually("the call runs") { log.lines.contains { $0.contains("waits") } }
            task.cancel()
            #expect(await task.value?.code == "plugin.cancelled")
            func told() -> Int { log.lines.count { $0.contains("told to give up") } }
            try await eventually("the times that it was told", equals: 1, told)
            let late = await failure(plugin, "hostile.patient", deadline: .seconds(1))
            #expect(late?.code == "plugin.timeout")
            try await eventually("the times that it was told", equals: 2, told)
            #expect(try await call(plugin, "anything") == .null)
            #expect(await host.statuses().first?.state == .running)
        }
    }

    @Test("One that is removed ends when its calls in flight have their answers")
    func removalInFlight() async throws {
        let fixture = try PluginFixture()
        let host = try fixture.host(isolation: .process)
        let path = try await fixture.build("hostile.c", as: "late")
        let origin = PluginOrigin.package(node: "hostile", version: "1.0.0")
        try host.publish(
            try await host.stage(
                PluginCandidate(path: path, origin: origin, isolation: .process), try await host.inspect(path)))
        let connection = try #require(host.plugins.first).connection
        // One that the process runs, and one that still waits for it to start.
        async let first = call(connection, "hostile.slow")
        async let second = call(connection, "hostile.slow")
        try await eventually("its calls", equals: 2) { await host.statuses().first?.calls }
        await host.remove(origin)
        #expect(try await first == "done")
        #expect(try await second == "done")
        #expect(await failure(connection, "anything")?.code == "plugin.removed")
    }

    @Test("A plugin is added and removed while the server runs; what was seen before stays as it was")
    func live() async throws {
        let fixture = try PluginFixture()
        let host = try fixture.host(isolation: .process)
        await host.load()
        await host.start()
        let before = host.registry
        let path = try await fixture.build("hostile.c", as: "late")
        let origin = PluginOrigin.package(node: "hostile", version: "1.0.0")
        let staged = try await host.stage(
            PluginCandidate(path: path, origin: origin, isolation: .process), try await host.inspect(path))
        #expect(host.plugins.isEmpty)
        try host.publish(staged)
        #expect(host.plugins.map(\.manifest.id) == ["hostile"])
        #expect(throws: PluginRefusal.self) { try host.publish(staged) }
        let connection = try #require(host.plugins.first).connection
        #expect(try await call(connection, "anything") == .null)
        await host.remove(origin)
        #expect(host.plugins.isEmpty)
        #expect(await failure(connection, "anything")?.code == "plugin.removed")
        #expect(before.nodes.isEmpty)
        await host.shutdown()
    }

    private func withHostile(
        defining definitions: [String] = [], dataDirectory: String? = nil, memoryLimit: Int = 256 << 20,
        grace: Duration = .milliseconds(100), log: LogRecorder = LogRecorder(),
        _ body: (any PluginConnection, PluginHost) async throws -> Void
    ) async throws {
        let fixture = try PluginFixture()
        try await fixture.build("hostile.c", as: "hostile", defining: definitions)
        let host = try fixture.host(
            dataDirectory: dataDirectory, isolation: .process, memoryLimit: memoryLimit, grace: grace,
            logger: log.logger)
        await host.load()
        try await body(try #require(host.plugins.first).connection, host)
        await host.shutdown()
    }

    /// Waits until the plugin has so many calls that it does not answer.
    private func silent(_ count: Int, _ log: LogRecorder) async throws {
        try await eventually("the calls that it has", equals: count) {
            log.lines.count { $0.contains("keeps silent") }
        }
    }

    private func call(_ plugin: any PluginConnection, _ method: String) async throws -> JSONValue {
        try await plugin.call(method, nil, deadline: .seconds(30)) { _, _ in }
    }

    private func failure(
        _ plugin: any PluginConnection, _ method: String, deadline: Duration = .seconds(30)
    ) async -> PluginFailure? {
        do {
            _ = try await plugin.call(method, nil, deadline: deadline) { _, _ in }
            return nil
        } catch { return error }
    }
}
