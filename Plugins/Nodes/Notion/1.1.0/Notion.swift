import NodeKit

private let (create, get, update, query) = ("Create Page", "Get Page", "Update Page", "Query Database")
private let page: [OutputField] = [
    .text("id"), .text("url"), .text("title"), .object("properties"), .flag("archived"), .text("createdAt"),
    .text("editedAt"),
]

private let (append, blocks, search) = ("Append Blocks", "Get Blocks", "Search")
private let (comment, trash, users) = ("Add Comment", "Trash Page", "List Users")
/// https://developers.notion.com/reference/post-search
private func listed(_ object: String, label: String, value: String) -> VendorList {
    VendorList(
        "/v1/search", items: "results", label: label, value: value,
        body: ["filter": ["property": "object", "value": .string(object)], "page_size": 100],
        search: ["query": "{search}"], pages: .cursor("next_cursor", as: "start_cursor"),
        headers: ["notion-version": "2026-03-11"])
}
private let pages = listed("page", label: "properties/*/title/0/plain_text", value: "id")
private let databases = listed("data_source", label: "title/0/plain_text", value: "parent/database_id")
private let dataSources = listed("data_source", label: "title/0/plain_text", value: "id")

private let node = NodeDefinition(
    id: "notion", name: "Notion", version: "1.1.0",
    description: "Create, read and change pages in Notion, and query its databases.",
    category: "Data", tags: ["pages", "database", "notes"],
    icon: NodeDefinition.icon("M5 4h14v16H5z M9 16V8l6 8V8"),
    docsUrl: "https://developers.notion.com/reference/intro", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, query, append, blocks, search, comment, trash, users),
        .secret("apiKey", "Integration secret", "NOTION_API_KEY"),
        .text("pageId", "Page", "Its id.", for: [get, update, append, blocks, comment, trash], required: true)
            .options(from: pages),
        .text("parentPageId", "Below the page", "Its id; this or a database.", for: [create]).options(from: pages),
        .text("parentDatabaseId", "In the database", "Its id; this or a page.", for: [create])
            .options(from: databases),
        .text("databaseId", "Database", "Its id.", for: [query], required: true).options(from: databases),
        .text("dataSourceId", "Data source", "Its id, when the database has several.", for: [create, query])
            .options(from: dataSources),
        .text("title", "Title", for: [create, update]),
        .text("titleProperty", "Title's property", "Its name in a database.", for: [create, update], default: "title"),
        .json("properties", "Properties", "An object in Notion's form.", for: [create, update]),
        .area("text", "Text", "Paragraphs, an empty line between.", for: [create, append, comment]),
        .json("children", "Blocks", "In place of a text.", for: [create, append]),
        .flag("archived", "In the trash", for: [update]),
        .json("filter", "Filter", for: [query]),
        .json("sorts", "Order", "A list of {property, direction}.", for: [query]),
        .limit(for: [query, blocks, search, users]),
        .baseUrl("https://api.notion.com"),
        .text("query", "Search", "In titles.", for: [search]),
        .choice("kind", "Only", ["page", "data_source"], for: [search]),
        .retryWrites(for: [create, append, comment]),
    ],
    outputSchema: [
        .text("id"), .text("url"), .text("title"), .object("properties", "In Notion's form."), .flag("archived"),
        .text("createdAt"), .text("editedAt"), .list("pages", of: page), .flag("hasMore"),
        .list("blocks", of: [.text("id"), .text("type"), .text("text"), .flag("hasChildren")]), .text("text"),
        .list("users", of: [.text("id"), .text("name"), .text("type"), .text("email")]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
