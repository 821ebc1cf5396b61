import NodeKit

private let (create, get, update, query) = ("Create Page", "Get Page", "Update Page", "Query Database")
private let page: [OutputField] = [
    .text("id"), .text("url"), .text("title"), .object("properties"), .flag("archived"), .text("createdAt"),
    .text("editedAt"),
]

private let node = NodeDefinition(
    id: "notion", name: "Notion", version: "1.0.0",
    description: "Create, read and change pages in Notion, and query its databases.",
    category: "Data", tags: ["pages", "database", "notes"],
    icon: NodeDefinition.icon("M5 4h14v16H5z M9 16V8l6 8V8"),
    docsUrl: "https://developers.notion.com/reference/intro", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, query),
        .secret("apiKey", "Integration secret", "NOTION_API_KEY"),
        .text("pageId", "Page", "Its id.", for: [get, update], required: true),
        .text("parentPageId", "Below the page", "Its id; this or a database.", for: [create]),
        .text("parentDatabaseId", "In the database", "Its id; this or a page.", for: [create]),
        .text("databaseId", "Database", "Its id.", for: [query], required: true),
        .text("dataSourceId", "Data source", "Its id, when the database has several.", for: [create, query]),
        .text("title", "Title", for: [create, update]),
        .text("titleProperty", "Title's property", "Its name in a database.", for: [create, update], default: "title"),
        .json("properties", "Properties", "An object in Notion's form.", for: [create, update]),
        .area("text", "Text", "Paragraphs, an empty line between.", for: [create]),
        .json("children", "Blocks", "In place of a text.", for: [create]),
        .flag("archived", "In the trash", for: [update]),
        .json("filter", "Filter", for: [query]),
        .json("sorts", "Order", "A list of {property, direction}.", for: [query]),
        .limit(for: [query]),
        .baseUrl("https://api.notion.com"),
    ],
    outputSchema: [
        .text("id"), .text("url"), .text("title"), .object("properties", "In Notion's form."), .flag("archived"),
        .text("createdAt"), .text("editedAt"), .list("pages", of: page), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
