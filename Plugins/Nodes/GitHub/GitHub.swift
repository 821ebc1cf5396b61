import NodeKit

private let (create, get) = ("Create Issue", "Get Issue")
private let (comment, list) = ("Create Comment", "List Repo Issues")
private let issue: [OutputField] = [
    .number("number"), .text("title"), .text("body"), .text("state"), .text("url"), .text("author"),
    .list("labels", ofEach: .string), .list("assignees", ofEach: .string), .text("createdAt"), .text("updatedAt"),
]

private let node = NodeDefinition(
    id: "github", name: "GitHub", version: "1.0.0",
    description: "Open, read and list issues of a GitHub repository, and comment on them.",
    category: "Utilities", tags: ["issues", "code"],
    icon: NodeDefinition.icon(
        "M6 4v10 M6 14a3 3 0 1 0 0 6a3 3 0 0 0 0-6 M18 4a3 3 0 1 0 0 6a3 3 0 0 0 0-6 M18 10c0 5-6 4-9 6"),
    docsUrl: "https://docs.github.com/en/rest/issues", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, comment, list),
        .secret("token", "Token", "GITHUB_TOKEN"),
        .text("owner", "Owner", "A person or organization.", required: true),
        .text("repo", "Repository", required: true),
        .number("issueNumber", "Issue", "Its number.", for: [get, comment], required: true),
        .text("title", "Title", for: [create], required: true),
        .area("body", "Text", for: [create]),
        .text("labels", "Labels", "With commas between.", for: [create, list]),
        .text("assignees", "Assignees", "With commas between.", for: [create]),
        .area("comment", "Comment", for: [comment], required: true),
        .choice("state", "State", ["open", "closed", "all"], for: [list], default: "open"),
        .text("since", "Changed since", for: [list], format: .dateTime),
        .flag("includePulls", "Pull requests too", for: [list], default: false),
        .limit(for: [list]),
        .baseUrl("https://api.github.com"),
    ],
    outputSchema: [
        .number("id", "Of a comment."), .number("number"), .text("title"), .text("body"), .text("state"), .text("url"),
        .text("author"), .list("labels", ofEach: .string), .list("assignees", ofEach: .string), .text("createdAt"),
        .text("updatedAt"), .list("issues", of: issue), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
