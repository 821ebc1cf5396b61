import NodeKit

private let (create, get, update, list) = ("Create Issue", "Get Issue", "Update Issue", "List Issues")
private let issue: [OutputField] = [
    .text("id"), .text("identifier", "Such as LOOM-7."), .text("title"), .text("description"), .text("url"),
    .number("priority", "0 none, 1 urgent to 4 low."), .text("state"), .text("assignee"), .text("team"),
    .list("labels", ofEach: .string), .text("createdAt"), .text("updatedAt"),
]

private let (comment, search, archive) = ("Add Comment", "Search Issues", "Archive Issue")
private let (teams, projects, users) = ("List Teams", "List Projects", "List Users")
/// https://linear.app/developers/graphql, pages: https://linear.app/developers/pagination
private func listed(_ objects: String, label: String = "name", value: String = "id") -> VendorList {
    let fields = Set([label, value]).sorted().joined(separator: " ")
    return VendorList(
        "/graphql", items: "data/\(objects)/nodes", label: label, value: value,
        body: [
            "query": .string(
                "query ($after: String) { \(objects)(first: 100, after: $after) { nodes { \(fields) } "
                    + "pageInfo { endCursor } } }")
        ],
        pages: .cursor("data/\(objects)/pageInfo/endCursor", as: "variables/after"),
        headers: ["authorization": "{apiKey}"], refusals: ["AUTHENTICATION_ERROR"])
}

private let node = NodeDefinition(
    id: "linear", name: "Linear", version: "1.1.0",
    description: "Create, read, change and list issues in Linear.",
    category: "Utilities", tags: ["issues", "projects"],
    icon: NodeDefinition.icon("M4 13l7 7 M4 9l11 11 M5 6l13 13 M8 4l12 12 M13 4l7 7"),
    docsUrl: "https://linear.app/developers/graphql", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, list, comment, search, archive, teams, projects, users),
        .secret("apiKey", "API key", "LINEAR_API_KEY"),
        .text("teamId", "Team", "Its id.", for: [create], required: true).options(from: listed("teams")),
        .text("team", "Team", "Its key; all teams when empty.", for: [list])
            .options(from: listed("teams", value: "key")),
        .text(
            "issueId", "Issue", "Its id, or such as LOOM-7.", for: [get, update, comment, archive],
            required: true),
        .text("title", "Title", for: [create], required: true),
        .text("newTitle", "New title", for: [update]),
        .area("description", "Description", for: [create, update]),
        .number("priority", "Priority", "0 none, 1 urgent to 4 low.", for: [create, update], min: 0, max: 4),
        .text("stateId", "State", "Its id.", for: [create, update]).options(from: listed("workflowStates")),
        .text("assigneeId", "Assignee", "The id of a user.", for: [create, update]).options(from: listed("users")),
        .text("labelIds", "Labels", "Ids, with commas between.", for: [create, update])
            .options(from: listed("issueLabels"), many: true),
        .text("projectId", "Project", "Its id.", for: [create, update]).options(from: listed("projects")),
        .text("state", "State", "Its name.", for: [list]).options(from: listed("workflowStates", value: "name")),
        .limit(for: [list, search, teams, projects, users]),
        .baseUrl("https://api.linear.app"),
        .area("body", "Text", for: [comment], required: true),
        .text("query", "Search", for: [search], required: true),
        .retryWrites(for: []),
    ],
    outputSchema: [
        .text("id"), .text("identifier"), .text("title"), .text("description"), .text("url"), .number("priority"),
        .text("state"),
        .text("assignee"), .text("team"), .list("labels", ofEach: .string), .text("createdAt"), .text("updatedAt"),
        .list("issues", of: issue), .flag("hasMore"),
        .flag("archived"),
        .list(
            "items",
            of: [.text("id"), .text("name"), .text("detail", "A team's key, a user's email, a project's state.")]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
