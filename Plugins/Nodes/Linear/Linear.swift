import NodeKit

private let (create, get, update, list) = ("Create Issue", "Get Issue", "Update Issue", "List Issues")
private let issue: [OutputField] = [
    .text("id"), .text("identifier", "Such as LOOM-7."), .text("title"), .text("description"), .text("url"),
    .number("priority", "0 none, 1 urgent to 4 low."), .text("state"), .text("assignee"), .text("team"),
    .list("labels", ofEach: .string), .text("createdAt"), .text("updatedAt"),
]

private let node = NodeDefinition(
    id: "linear", name: "Linear", version: "1.0.0",
    description: "Create, read, change and list issues in Linear.",
    category: "Utilities", tags: ["issues", "projects"],
    icon: NodeDefinition.icon("M4 13l7 7 M4 9l11 11 M5 6l13 13 M8 4l12 12 M13 4l7 7"),
    docsUrl: "https://linear.app/developers/graphql", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, list),
        .secret("apiKey", "API key", "LINEAR_API_KEY"),
        .text("teamId", "Team", "Its id.", for: [create], required: true),
        .text("team", "Team", "Its key; all teams when empty.", for: [list]),
        .text("issueId", "Issue", "Its id, or such as LOOM-7.", for: [get, update], required: true),
        .text("title", "Title", for: [create], required: true),
        .text("newTitle", "New title", for: [update]),
        .area("description", "Description", for: [create, update]),
        .number("priority", "Priority", "0 none, 1 urgent to 4 low.", for: [create, update], min: 0, max: 4),
        .text("stateId", "State", "Its id.", for: [create, update]),
        .text("assigneeId", "Assignee", "The id of a user.", for: [create, update]),
        .text("labelIds", "Labels", "Ids, with commas between.", for: [create, update]),
        .text("projectId", "Project", "Its id.", for: [create, update]),
        .text("state", "State", "Its name.", for: [list]),
        .limit(for: [list]),
        .baseUrl("https://api.linear.app"),
    ],
    outputSchema: [
        .text("id"), .text("identifier"), .text("title"), .text("description"), .text("url"), .number("priority"),
        .text("state"),
        .text("assignee"), .text("team"), .list("labels", ofEach: .string), .text("createdAt"), .text("updatedAt"),
        .list("issues", of: issue), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
