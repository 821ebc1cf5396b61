import NodeKit

private let (create, get, update) = ("Create Post", "Get Post", "Update Post")
private let (delete, list, upload) = ("Delete Post", "List Posts", "Upload Media")
private let (terms, term, comment) = ("List Terms", "Create Term", "Create Comment")
private let users = "List Users"
private let posts = [create, get, update, delete, list]
private let post: [OutputField] = [
    .number("id"), .text("title"), .text("content"), .text("excerpt"), .text("status"), .text("slug"), .text("url"),
    .number("author"), .list("categories", ofEach: .number), .list("tags", ofEach: .number), .number("featuredMedia"),
    .text("createdAt"), .text("updatedAt"),
]

private let node = NodeDefinition(
    id: "wordpress", name: "WordPress", version: "1.0.0",
    description: "Write, find and change posts, pages, media, terms and comments of a WordPress site.",
    category: "Content", tags: ["cms", "blog", "site"],
    icon: NodeDefinition.icon("M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18 M6 8l4 11 M10 8l4 11l3-9 M5 8h4 M10 8h4"),
    docsUrl: "https://developer.wordpress.org/rest-api/reference/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, delete, list, upload, terms, term, comment, users),
        .text("site", "Site", "Such as https://mill.test.", required: true, format: .url),
        .secret("username", "User", "WORDPRESS_USERNAME"),
        .secret("password", "Application password", "WORDPRESS_APP_PASSWORD"),
        .text("type", "Type", "posts, pages, or that of a plugin.", for: posts, default: "posts"),
        .number("postId", "Post", "Its id.", for: [get, update, delete, comment], required: true),
        .text("title", "Title", for: [create], required: true),
        .text("newTitle", "New title", for: [update]),
        .area("content", "Content", "HTML or blocks.", for: [create, update]),
        .area("excerpt", "Excerpt", for: [create, update]),
        .choice(
            "status", "Status", ["draft", "publish", "pending", "private", "future"], for: [create],
            default: "draft"),
        .text("newStatus", "New status", for: [update]),
        .text("slug", "Slug", for: [create, update]),
        .text("date", "Date", "In the site's time zone.", for: [create, update]),
        .text("categories", "Categories", "Ids, separated by commas.", for: [create, update, list]),
        .text("tags", "Tags", "Ids, separated by commas.", for: [create, update, list]),
        .number("featuredMedia", "Featured image", "A medium's id.", for: [create, update]),
        .json("meta", "Meta", "An object of registered fields.", for: [create, update]),
        .flag("force", "Delete for good", "Else into the trash.", for: [delete], default: false),
        .text("search", "Search", for: [list, terms, users]),
        .text("statuses", "Statuses", "Separated by commas.", for: [list], default: "publish"),
        .text("after", "Published after", for: [list], format: .dateTime),
        .choice("orderBy", "Order", ["date", "modified", "title", "id"], for: [list], default: "date"),
        .json("file", "File", "{base64, contentType, name} of a previous step.", for: [upload], required: true),
        .text("altText", "Alternative text", for: [upload]),
        .choice("taxonomy", "Taxonomy", ["categories", "tags"], for: [terms, term], default: "categories"),
        .text("name", "Name", for: [term], required: true),
        .area("comment", "Comment", for: [comment], required: true),
        .limit(for: [list, terms, users]),
        .retryWrites(for: [create, upload, comment]),
    ],
    outputSchema: OutputField.joined(
        post,
        [
            .list("posts", of: post), .flag("hasMore"), .flag("deleted"), .text("mediaUrl"),
            .list("terms", of: [.number("id"), .text("name"), .text("slug"), .number("count")]),
            .list("users", of: [.number("id"), .text("name"), .text("slug")]),
        ]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest(connection: ["site"]).plugin(template: PackageResources.template_ts).start(host)
}
