import PluginKit

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    PluginDefinition(
        id: "slack", name: "Slack", version: "1.0.0", description: "The Slack node.", author: "Millrace",
        license: "Apache-2.0", nodes: [SlackNode()]
    ).start(host)
}
