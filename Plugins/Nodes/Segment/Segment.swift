import NodeKit

private let (track, identify, group) = ("Track Event", "Identify User", "Group")
private let (page, screen) = ("Page", "Screen")

private let node = NodeDefinition(
    id: "segment", name: "Segment", version: "1.0.0",
    description: "Send events, people, groups, pages and screens to Segment.",
    category: "Analytics", tags: ["events", "tracking", "cdp"],
    icon: NodeDefinition.icon("M4 8h10 M10 16h10 M4 16h2 M18 8h2 M8 12h8"),
    docsUrl: "https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(track, identify, group, page, screen),
        .secret("writeKey", "Write key", "SEGMENT_WRITE_KEY"),
        .text("userId", "User", "Your id; this or an anonymous one."),
        .text("anonymousId", "Anonymous id"),
        .text("event", "Event", for: [track], required: true),
        .text("groupId", "Group", for: [group], required: true),
        .text("name", "Name", for: [page, screen]),
        .text("category", "Category", for: [page]),
        .json("properties", "Properties", "An object.", for: [track, page, screen]),
        .json("traits", "Traits", "An object.", for: [identify, group]),
        .json("context", "Context", "An object."),
        .json("integrations", "Destinations", "An object: which get it."),
        .text("timestamp", "When", "Now when empty.", format: .dateTime),
        .baseUrl("https://api.segment.io"),
    ],
    outputSchema: [
        .flag("success", always: true), .text("messageId", always: true), .text("timestamp", always: true),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
