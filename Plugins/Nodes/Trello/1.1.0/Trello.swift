import NodeKit

private let (create, get, update) = ("Create Card", "Get Card", "Update Card")
private let (list, move) = ("List Cards", "Move Card")
private let card: [OutputField] = [
    .text("id"), .text("name"), .text("description"), .text("listId"), .text("boardId"), .text("url"), .text("due"),
    .flag("dueComplete"), .flag("closed"), .list("labels", ofEach: .string),
]

private let (delete, comment, checklist) = ("Delete Card", "Add Comment", "Add Checklist")
private let (attach, createList, lists) = ("Add Attachment", "Create List", "List Lists")
private let (boards, search) = ("List Boards", "Search Cards")
/// https://developer.atlassian.com/cloud/trello/rest/api-group-members/, …/api-group-boards/
private func listed(_ path: String, label: String = "name", query: JSONObject? = nil) -> VendorList {
    VendorList(
        path, items: "", label: label, value: "id", query: query,
        headers: ["authorization": "OAuth oauth_consumer_key=\"{apiKey}\", oauth_token=\"{apiToken}\""])
}
private let boardList = listed("/1/members/me/boards", query: ["filter": "open", "fields": "name"])
private let listList = listed("/1/boards/{boardId}/lists", query: ["filter": "open", "fields": "name"])

private let node = NodeDefinition(
    id: "trello", name: "Trello", version: "1.1.0",
    description: "Create, read, change, list and move cards on Trello boards.",
    category: "Project Management", tags: ["cards", "boards"],
    icon: NodeDefinition.icon("M4 4h16v16H4z M8 8h3v8H8z M14 8h3v5h-3z"),
    docsUrl: "https://developer.atlassian.com/cloud/trello/rest/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, list, move, delete, comment, checklist, attach, createList, lists, boards, search),
        .secret("apiKey", "API key", "TRELLO_API_KEY"),
        .secret("apiToken", "Token", "TRELLO_API_TOKEN"),
        .text(
            "cardId", "Card", "Its id.", for: [get, update, move, delete, comment, checklist, attach], required: true),
        .text(
            "boardId", "Board", "Its id; of a card, the board whose lists are offered.",
            for: [create, update, list, move, createList, lists]
        ).options(from: boardList),
        .text("listId", "List", "Its id.", for: [create, list, move], required: true).options(from: listList),
        .text("name", "Name", for: [create, checklist, attach, createList]).required(for: [
            create, checklist, createList,
        ]),
        .text("newName", "New name", for: [update]),
        .area("description", "Description", for: [create, update]),
        .text("due", "Due", for: [create, update]),
        .flag("dueComplete", "Done", for: [update]),
        .flag("closed", "Archived", for: [update]),
        .text("labelIds", "Labels", "Ids, with commas between.", for: [create, update])
            .options(
                from: listed("/1/boards/{boardId}/labels", label: "name|color", query: ["limit": "1000"]), many: true),
        .text("memberIds", "Members", "Ids, with commas between.", for: [create, update])
            .options(from: listed("/1/boards/{boardId}/members", label: "fullName|username"), many: true),
        .choice("position", "Position", ["top", "bottom"], for: [create, move, createList], default: "bottom"),
        .limit(for: [list, search]),
        .baseUrl("https://api.trello.com"),
        .area("text", "Text", for: [comment], required: true),
        .text("items", "Items", "With commas between.", for: [checklist]),
        .text("url", "Address", "This or a file.", for: [attach], format: .url),
        .json("file", "File", "{base64, contentType, name}", for: [attach]),
        .text("query", "Search", for: [search], required: true),
        .retryWrites(for: [create, comment, checklist, attach, createList]),
    ],
    outputSchema: [
        .text("id"), .text("name"), .text("description"), .text("listId"), .text("boardId"), .text("url"), .text("due"),
        .flag("dueComplete"), .flag("closed"), .list("labels", ofEach: .string), .list("cards", of: card),
        .flag("hasMore"),
        .flag("deleted"), .list("lists", of: [.text("id"), .text("name"), .flag("closed")]),
        .list("boards", of: [.text("id"), .text("name"), .text("url")]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
