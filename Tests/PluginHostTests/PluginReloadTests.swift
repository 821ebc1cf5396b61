import Foundation
import JSON
import Logging
import PluginHost
import PluginMessages
import TestSupport
import Testing

@Suite("Libraries that change", .serialized, .timeLimit(.minutes(5)))
struct PluginReloadTests {
    private static func manifest(_ version: String, id: String = "probe", node: String = "boat") -> String {
        let node =
            #"{\"id\":\"\#(node)\",\"name\":\"N\",\"version\":\"1.0.0\",\"description\":\"\",\"category\":\"Test\",\"tags\":[],\"configSchema\":{},\"outputSchema\":{},\"providers\":[]}"#
        return #"MANIFEST="{\"id\":\"\#(id)\",\"name\":\"P\",\"version\":\"\#(version)\",\"nodes\":[\#(node)]}""#
    }

    @Test("A restart loads the library that is there now, and its contributions replace the old ones")
    func replaced() async throws {
        let fixture = try PluginFixture()
        try await fixture.build("probe.c", as: "probe", defining: [Self.manifest("1.0.0")])
        let host = try fixture.host(isolation: .process)
        await host.load()
        let plugin = try #require(host.plugins.first).connection
        #expect(try await plugin.call("probe.events", nil, deadline: .seconds(30)) { _, _ in } == 3)
        try await fixture.build("probe.c", as: "probe", defining: [Self.manifest("2.0.0", node: "ship")])
        try await host.restart("probe")
        let status = try #require(await host.statuses().first)
        #expect(status.version == "2.0.0" && status.state == .running && status.nodes == ["ship@1.0.0"])
        #expect(host.registry.nodes.map(\.id) == ["ship"])
        // Who has the connection already, as a storage has, calls the new one.
        #expect(try await plugin.call("probe.events", nil, deadline: .seconds(30)) { _, _ in } == 3)
        await host.shutdown()
    }

    @Test("A restart refuses a library that is another plugin now, and the old one stays")
    func otherPlugin() async throws {
        let fixture = try PluginFixture()
        try await fixture.build("probe.c", as: "probe", defining: [Self.manifest("1.0.0")])
        let host = try fixture.host(isolation: .process)
        await host.load()
        try await fixture.build("probe.c", as: "probe", defining: [Self.manifest("1.0.0", id: "other")])
        await #expect(throws: PluginHost.RestartProblem.self) { try await host.restart("probe") }
        #expect(host.plugins.map(\.manifest.id) == ["probe"])
        await host.shutdown()
    }

    @Test("A library that was refused is tried again by its file name")
    func refused() async throws {
        let fixture = try PluginFixture()
        try fixture.folder.write("no library", to: "probe.so")
        let host = try fixture.host(isolation: .process)
        await host.load()
        #expect(await host.statuses().map(\.state) == [.refused])
        await #expect(throws: PluginHost.RestartProblem.self) { try await host.restart("probe.so") }
        #expect(await host.statuses().map(\.state) == [.refused])
        try FileManager.default.removeItem(at: fixture.folder.url.appending(path: "probe.so"))
        try await fixture.build("probe.c", as: "probe", defining: [Self.manifest("1.0.0")])
        try await host.restart("probe.so")
        let statuses = await host.statuses()
        #expect(statuses.map(\.id) == ["probe"] && statuses.first?.isolation == .process)
        await host.shutdown()
    }

    @Test("A library in the server's process that is overwritten in place goes on as it was")
    func overwritten() async throws {
        let fixture = try PluginFixture()
        let path = try await fixture.build("probe.c", as: "probe")
        // As a server has it: another process checks the library, and this one loads it.
        let host = PluginHost(
            configuration: .init(
                locations: [PluginLocation(directory: fixture.folder.url.path)], dataDirectory: nil,
                settings: try PluginSettings(environment: [:]), hostVersion: "0.0.0",
                executable: BuildProducts.millrace.path),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await host.load()
        let plugin = try #require(host.plugins.first)
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(repeating: 0xCC, count: 1 << 16))
        try file.close()
        #expect(try await plugin.connection.call("probe.events", nil, deadline: .seconds(30)) { _, _ in } == 3)
        await host.shutdown()
    }

    @Test("Why a library refuses to start reaches the log", arguments: [PluginIsolation.inProcess, .process])
    func reason(isolation: PluginIsolation) async throws {
        let fixture = try PluginFixture()
        try await fixture.build("probe.c", as: "probe", defining: ["REFUSAL=\"The license has ended.\""])
        let log = LogRecorder()
        let host = try fixture.host(isolation: isolation, logger: log.logger)
        await host.load()
        let refusal = try #require(host.registry.refusals.first)
        #expect(refusal.code == "plugin.start" && refusal.reason.contains("The license has ended."))
        #expect(log.lines.contains { $0.hasPrefix("warning") && $0.contains("The license has ended.") })
        await host.shutdown()
    }
}
