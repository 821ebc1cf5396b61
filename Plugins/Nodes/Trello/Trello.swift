import NodeKit

private let (create, get, update) = ("Create Card", "Get Card", "Update Card")
private let (list, move) = ("List Cards", "Move Card")
private let card: [OutputField] = [
    .text("id"), .text("name"), .text("description"), .text("listId"), .text("boardId"), .text("url"), .text("due"),
    .flag("dueComplete"), .flag("closed"), .list("labels", ofEach: .string),
]

private let node = NodeDefinition(
    id: "trello", name: "Trello", version: "1.0.0",
    description: "Create, read, change, list and move cards on Trello boards.",
    category: "Project Management", tags: ["cards", "boards"],
    icon: NodeDefinition.icon("M4 4h16v16H4z M8 8h3v8H8z M14 8h3v5h-3z"),
    docsUrl: "https://developer.atlassian.com/cloud/trello/rest/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, list, move),
        .secret("apiKey", "API key", "TRELLO_API_KEY"),
        .secret("apiToken", "Token", "TRELLO_API_TOKEN"),
        .text("cardId", "Card", "Its id.", for: [get, update, move], required: true),
        .text("listId", "List", "Its id.", for: [create, list, move], required: true),
        .text("boardId", "Board", "Its id, when the list is on another one.", for: [move]),
        .text("name", "Name", for: [create], required: true),
        .text("newName", "New name", for: [update]),
        .area("description", "Description", for: [create, update]),
        .text("due", "Due", for: [create, update]),
        .flag("dueComplete", "Done", for: [update]),
        .flag("closed", "Archived", for: [update]),
        .text("labelIds", "Labels", "Ids, with commas between.", for: [create, update]),
        .text("memberIds", "Members", "Ids, with commas between.", for: [create, update]),
        .choice("position", "Position", ["top", "bottom"], for: [create, move], default: "bottom"),
        .limit(for: [list]),
        .baseUrl("https://api.trello.com"),
    ],
    outputSchema: [
        .text("id"), .text("name"), .text("description"), .text("listId"), .text("boardId"), .text("url"), .text("due"),
        .flag("dueComplete"), .flag("closed"), .list("labels", ofEach: .string), .list("cards", of: card),
        .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
