import JSON
import PlatformFixtures
import PluginHost
import PluginMessages
import Testing

@testable import API

@Suite("Nodes over HTTP", .timeLimit(.minutes(10)))
struct NodeEndpointTests {
    @Test("Every node is described, and the fields that it can do without have their defaults")
    func descriptions() async throws {
        try await Server.with { server in
            let plugin = NodeDefinition(
                id: "parcel", name: "Parcel", version: "1.0.0", description: "Sends a parcel.", category: "Tests",
                configSchema: [
                    ConfigField(
                        "size", .number, label: "Size", description: "In litres.", default: 3, validation: .init(min: 1)
                    )
                ], providers: ["here"])
            server.installation.contributions.host.attach(
                LoadedPlugin(
                    path: "parcel", manifest: Manifest(id: "parcel", name: "Parcel", version: "1.0.0", nodes: [plugin]),
                    connection: server.installation.provider))
            let nodes = try await server.send("GET", "/api/nodes").json["data"]?.array ?? []
            for node in nodes {
                #expect((node["description"]?.string ?? "").count > 10, "\(node["id"]?.text ?? "")")
            }
            func field(_ node: String, _ name: String) -> JSONValue? {
                nodes.first { $0["id"]?.string == node }?["configSchema"]?[name]
            }
            for node in ["step", "http_request", "sub_script"] {
                #expect(field(node, "retryLimit")?["default"] == 5)
                #expect(field(node, "retryDelay")?["default"] == "10 seconds")
                #expect(field(node, "backoff")?["default"] == "exponential")
                #expect(field(node, "timeout")?["default"] == "10 minutes")
            }
            #expect(field("sub_workflow", "timeout")?["default"] == "5 minutes")
            #expect(field("http_request", "method")?["default"] == "GET")
            #expect(field("loop", "itemVar")?["default"] == "item")
            #expect(field("step", "code")?["default"] == nil && field("step", "code")?["required"] == true)
            #expect(field("parcel", "size")?["default"] == 3)
            #expect(field("parcel", "size")?["description"] == "In litres.")
            #expect(try await server.send("GET", "/api/nodes/parcel").json["description"] == "Sends a parcel.")
        }
    }

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
