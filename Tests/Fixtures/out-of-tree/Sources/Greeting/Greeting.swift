import PluginKit

struct GreetingNode: NodePlugin {
    let templates = ["cloudflare": String(decoding: PackageResources.template_ts, as: UTF8.self)]

    let definition = NodeDefinition(
        id: "greeting", name: "Greeting", version: "2.1.0", description: "Greets someone.", category: "Utilities",
        configSchema: [ConfigField("name", .string, label: "Name", required: true)],
        outputSchema: [OutputField("text", .string)], providers: ["cloudflare"])
}

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    PluginDefinition(id: "greeting", name: "Greeting", version: "2.1.0", nodes: [GreetingNode()]).start(host)
}
