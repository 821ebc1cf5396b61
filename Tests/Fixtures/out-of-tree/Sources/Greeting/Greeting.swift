import PluginKit

struct GreetingNode: NodePlugin {
    let templates = ["cloudflare": String(decoding: PackageResources.template_ts, as: UTF8.self)]
    let services: [NodeService.Kind] = [.validate, .options]

    let definition = NodeDefinition(
        id: "greeting", name: "Greeting", version: "2.1.0", description: "Greets someone.", category: "Utilities",
        configSchema: [
            ConfigField("name", .string, label: "Name", required: true),
            ConfigField("language", .string, label: "Language"),
        ],
        outputSchema: [OutputField("text", .string)], providers: ["cloudflare"])

    func validate(_ config: JSONObject) -> [NodeProblem] {
        config["name"] == "Nobody" ? [NodeProblem("Nobody cannot be greeted.", field: "name")] : []
    }

    func options(of field: String, config: JSONObject) -> [ConfigField.Option] {
        field == "language" ? [.init("en", label: "English"), .init("cy", label: "Cymraeg")] : []
    }
}

/// `/api/resources/greetings/:name`
struct Greetings: ResourcePlugin {
    static let endpoints = [ResourceEndpoint("greet", .get, "greetings/:name", summary: "Greets someone.")]

    init(services: PluginServices) {}

    func respond(to request: ResourceRequest, context: CallContext) throws -> ResourceResponse {
        guard let name = request.parameters["name"], name != "Nobody" else {
            throw PluginFailure(code: "greeting.nobody", message: "Nobody cannot be greeted.")
        }
        return ResourceResponse(json: ["text": .string("Hello, \(name)")])
    }
}

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    PluginDefinition(
        id: "greeting", name: "Greeting", version: "2.1.0", nodes: [GreetingNode()], resources: [Greetings.self]
    ).start(host)
}
