import NodeKit

private let (create, get, update, list) = ("Create Item", "Get Item", "Update Item", "List Items")
private let item: [OutputField] = [
    .text("id"), .text("name"), .text("state"), .text("group"), .text("board"), .text("url"), .text("createdAt"),
    .text("updatedAt"), .object("columns", "Texts by column id."),
]

private let node = NodeDefinition(
    id: "monday", name: "Monday", version: "1.0.0",
    description: "Create, read, change and list items of boards in monday.com.",
    category: "Project Management", tags: ["boards", "items"],
    icon: NodeDefinition.icon("M6 6l-3 10 M13 6l-3 10 M19 14a2 2 0 1 0 0 4a2 2 0 0 0 0-4"),
    docsUrl: "https://developer.monday.com/api-reference/reference/items", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, list),
        .secret("apiToken", "API token", "MONDAY_API_TOKEN"),
        .text("boardId", "Board", "Its id.", for: [create, update, list], required: true),
        .text("itemId", "Item", "Its id.", for: [get, update], required: true),
        .text("name", "Name", for: [create], required: true),
        .text("groupId", "Group", "Its id.", for: [create]),
        .json("columnValues", "Columns", "An object: values by column id.", for: [create, update]),
        .flag("createLabels", "Add labels that are not there", for: [create, update], default: false),
        .limit(for: [list]),
        .baseUrl("https://api.monday.com"),
    ],
    outputSchema: [
        .text("id"), .text("name"), .text("state"), .text("group"), .text("board"), .text("url"), .text("createdAt"),
        .text("updatedAt"), .object("columns"), .list("items", of: item), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
