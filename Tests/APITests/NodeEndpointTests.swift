import JSON
import PlatformFixtures
import PluginHost
import PluginMessages
import Testing

@testable import API

@Suite("Nodes over HTTP")
struct NodeEndpointTests {
    @Test("A form asks the options of a field, from the definition or the plugin, for what is filled in so far")
    func options() async throws {
        try await Server.with { server in
            let node = NodeDefinition(
                id: "parcel", name: "Parcel", version: "1.0.0", description: "", category: "Tests",
                configSchema: [
                    ConfigField("region", .string, label: "Region"), ConfigField("depot", .string, label: "D"),
                ],
                providers: ["here"])
            let plain = NodeDefinition(
                id: "plain", name: "Plain", version: "1.0.0", description: "", category: "Tests",
                configSchema: [ConfigField("size", .select, label: "Size", options: [.init("s"), .init("l")])],
                providers: ["here"])
            server.installation.contributions.host.attach(
                LoadedPlugin(
                    path: "parcel",
                    manifest: Manifest(
                        id: "parcel", name: "Parcel", version: "1.0.0", nodes: [node, plain],
                        nodeServices: [NodeService(node: "parcel", version: "1.0.0", services: [.options])]),
                    connection: server.installation.provider))
            func options(_ node: String, _ body: JSONValue) async throws -> [String] {
                let answer = try await server.send("POST", "/api/nodes/\(node)/options", body)
                return (answer.json["data"]?.array ?? []).compactMap { $0["value"]?.string }
            }
            #expect(try await options("parcel", ["field": "depot"]) == ["depot-anywhere"])
            #expect(
                try await options("parcel", ["field": "depot", "version": "1.0.0", "config": ["region": "eu"]])
                    == ["depot-eu"])
            #expect(try await options("plain", ["field": "size"]) == ["s", "l"])
            let unknown = try await server.send("POST", "/api/nodes/parcel/options", ["field": "nothing"])
            #expect(unknown.status == 400)
            #expect(unknown.json["details"]?.array?.first?["pointer"] == "/field")
            #expect(try await server.send("POST", "/api/nodes/nothing/options", ["field": "x"]).status == 404)
        }
    }
}
