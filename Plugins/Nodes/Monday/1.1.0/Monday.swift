import NodeKit

private let (create, get, update, list) = ("Create Item", "Get Item", "Update Item", "List Items")
private let item: [OutputField] = [
    .text("id"), .text("name"), .text("state"), .text("group"), .text("board"), .text("url"), .text("createdAt"),
    .text("updatedAt"), .object("columns", "Texts by column id."),
]

private let (delete, move, addUpdate) = ("Delete Item", "Move Item", "Add Update")
private let (subitem, find, boards) = ("Create Subitem", "Find Items", "List Boards")
/// https://developer.monday.com/api-reference/reference/boards, …/groups, …/columns
private func listed(
    _ query: String, _ items: String, label: String, variables: JSONObject? = nil, pages: VendorPages? = nil
) -> VendorList {
    VendorList(
        "/v2", items: items, label: label, value: "id",
        body: .object(JSONObject(present: ("query", .string(query)), ("variables", variables.map(JSONValue.object)))),
        pages: pages, headers: ["authorization": "{apiToken}", "api-version": "2026-10"])
}
private let boardList = listed(
    "query ($page: Int = 1) { boards(limit: 100, page: $page, state: active) { id name } }", "data/boards",
    label: "name", pages: .numbers(as: "variables/page", size: 100))
private let onBoard: JSONObject = ["board": "{boardId}"]
private let groups = listed(
    "query ($board: [ID!]) { boards(ids: $board) { groups { id title } } }", "data/boards/0/groups", label: "title",
    variables: onBoard)
private let columns = listed(
    "query ($board: [ID!]) { boards(ids: $board) { columns { id title } } }", "data/boards/0/columns", label: "title",
    variables: onBoard)

private let node = NodeDefinition(
    id: "monday", name: "Monday", version: "1.1.0",
    description: "Create, read, change and list items of boards in monday.com.",
    category: "Project Management", tags: ["boards", "items"],
    icon: NodeDefinition.icon("M6 6l-3 10 M13 6l-3 10 M19 14a2 2 0 1 0 0 4a2 2 0 0 0 0-4"),
    docsUrl: "https://developer.monday.com/api-reference/reference/items", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, list, delete, move, addUpdate, subitem, find, boards),
        .secret("apiToken", "API token", "MONDAY_API_TOKEN"),
        .text("boardId", "Board", "Its id.", for: [create, update, list, find, move])
            .required(for: [create, update, list, find]).options(from: boardList),
        .text("itemId", "Item", "Its id.", for: [get, update, delete, move, addUpdate, subitem], required: true),
        .text("name", "Name", for: [create, subitem], required: true),
        .text("groupId", "Group", "Its id.", for: [create, move]).options(from: groups),
        .json("columnValues", "Columns", "An object: values by column id.", for: [create, update, subitem]),
        .flag("createLabels", "Add labels that are not there", for: [create, update], default: false),
        .limit(for: [list, find, boards]),
        .baseUrl("https://api.monday.com"),
        .area("body", "Text", for: [addUpdate], required: true),
        .text("columnId", "Column", "Its id.", for: [find], required: true).options(from: columns),
        .text("equals", "Is one of", "Values, with commas between.", for: [find], required: true),
        .retryWrites(for: []),
    ],
    outputSchema: [
        .text("id"), .text("name"), .text("state"), .text("group"), .text("board"), .text("url"), .text("createdAt"),
        .text("updatedAt"), .object("columns"), .list("items", of: item), .flag("hasMore"),
        .list("boards"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
