import NodeKit

private let (read, parse) = ("Read Feed", "Parse Feed")
private let item: [OutputField] = [
    .text("id"), .text("title"), .text("url"), .text("author"), .text("publishedAt"), .text("updatedAt"),
    .text("summary"), .text("content", "HTML or text."), .list("categories", ofEach: .string),
    .list("files", of: [.text("url"), .text("type"), .number("size", "In bytes.")]),
]

private let node = NodeDefinition(
    id: "rss", name: "RSS", version: "1.0.0",
    description: "Read RSS, Atom and JSON feeds, and only what is new in them.",
    category: "Data", tags: ["feed", "atom", "news", "podcast"],
    icon: NodeDefinition.icon("M5 19h.01 M5 12a7 7 0 0 1 7 7 M5 5a14 14 0 0 1 14 14"),
    docsUrl: "https://www.rssboard.org/rss-specification", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(read, parse),
        .text("url", "Feed", "Its URL.", for: [read], required: true, format: .url),
        .area("feed", "Feed", "Its text.", for: [parse], required: true),
        .text("since", "Newer than", "A date, such as the publishedAt of the newest item of the last run."),
        .text("etag", "ETag", "Of the last response: an unchanged feed is not sent again.", for: [read]),
        .text("lastModified", "Last modified", "Of the last response, like the ETag.", for: [read]),
        .limit(100),
    ],
    outputSchema: [
        .text("title"), .text("url", "Of the site."), .text("description"), .text("format", "rss, atom, rdf or json."),
        .list("items", "The newest first.", of: item, always: true), .number("count", always: true),
        .flag("hasMore", always: true), .text("newest", "The latest date of all items, for \"since\"."),
        .text("etag"), .text("lastModified"), .flag("isModified", always: true),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
