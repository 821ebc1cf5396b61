import NodeKit

private let (create, get, update) = ("Create Task", "Get Task", "Update Task")
private let (list, comment) = ("List Tasks", "Add Comment")
private let task: [OutputField] = [
    .text("id"), .text("name"), .text("notes"), .flag("completed"), .text("dueOn"),
    .text("assignee", "The id of a user."),
    .text("url"),
]

private let (delete, subtask, search) = ("Delete Task", "Create Subtask", "Search Tasks")
private let (addToSection, attach, createProject) = ("Add to Section", "Add Attachment", "Create Project")
private let (workspaces, projects, sections) = ("List Workspaces", "List Projects", "List Sections")
/// https://developers.asana.com/reference/rest-api-reference, pages: https://developers.asana.com/docs/pagination
private func listed(_ path: String, query: JSONObject = [:]) -> VendorList {
    var all = query
    all["limit"] = "100"
    return VendorList(
        path, items: "data", label: "name", value: "gid", query: all,
        pages: .cursor("next_page/offset", as: "offset"))
}
private let projectList = listed("/projects", query: ["workspace": "{workspace}", "archived": "false"])

private let node = NodeDefinition(
    id: "asana", name: "Asana", version: "1.1.0",
    description: "Create, read, change, list and comment on tasks in Asana.",
    category: "Project Management", tags: ["tasks", "projects"],
    icon: NodeDefinition.icon(
        "M12 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6 M6 13a3 3 0 1 0 0 6a3 3 0 0 0 0-6 M18 13a3 3 0 1 0 0 6a3 3 0 0 0 0-6"),
    docsUrl: "https://developers.asana.com/reference/rest-api-reference", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(
            create, get, update, list, comment, delete, subtask, search, addToSection, attach, createProject,
            workspaces, projects, sections),
        .secret("accessToken", "Access token", "ASANA_ACCESS_TOKEN"),
        .text(
            "taskId", "Task", "Its id.",
            for: [get, update, comment, delete, subtask, addToSection, attach], required: true),
        .text("name", "Name", for: [create, subtask, createProject]),
        .text("newName", "New name", for: [update]),
        .area("notes", "Notes", for: [create, update, subtask, createProject]),
        .text(
            "workspace", "Workspace", "Its id; a task in a project needs none. Its projects and people are offered.",
            for: [create, update, subtask, search, list, addToSection, createProject, projects, sections]
        ).options(from: listed("/workspaces")),
        .text("projects", "Projects", "Ids, with commas between.", for: [create])
            .options(from: projectList, many: true),
        .text("assignee", "Assignee", "The id or email of a user, or me.", for: [create, update, subtask, search])
            .options(from: listed("/users", query: ["workspace": "{workspace}"])),
        .text("dueOn", "Due on", for: [create, update, subtask], format: .date),
        .flag("completed", "Completed", for: [update, search]),
        .text("project", "Project", "Its id.", for: [list, addToSection, sections]).required(for: [list, sections])
            .options(from: projectList),
        .text("completedSince", "Completed since", "now: only open tasks; or a time.", for: [list]),
        .limit(for: [list, search, workspaces, projects, sections]),
        .area("text", "Text", for: [comment], required: true),
        .baseUrl("https://app.asana.com/api/1.0"),
        .text("search", "Search", for: [search]),
        .text("sectionId", "Section", "Its id.", for: [addToSection], required: true)
            .options(from: listed("/projects/{project}/sections")),
        .json("file", "File", "{base64, contentType, name}", for: [attach], required: true),
        .text("team", "Team", "Its id.", for: [createProject]).options(from: listed("/workspaces/{workspace}/teams")),
        .retryWrites(for: [create, comment, subtask, attach, createProject]),
    ],
    outputSchema: [
        .text("id"), .text("name"), .text("notes"), .flag("completed"), .text("dueOn"), .text("assignee"), .text("url"),
        .text("text", "Of a comment."), .list("tasks", of: task), .flag("hasMore"),
        .flag("deleted"), .list("items", of: [.text("id"), .text("name")]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

/// Tokens end after an hour; the refresh token stays (https://developers.asana.com/docs/oauth). An app with full permissions
/// has the scope `default`; others list theirs (https://developers.asana.com/docs/oauth-scopes).
private let accounts = [
    CredentialType(
        id: "asana", name: "Asana", description: "An account of Asana, with the consent of its owner.",
        flow: .authorizationCode,
        settings: [
            "authorizationUrl": "https://app.asana.com/-/oauth_authorize",
            "tokenUrl": "https://app.asana.com/-/oauth_token", "clientAuthentication": "body", "rotates": false,
            "testUrl": "https://app.asana.com/api/1.0/users/me",
        ], docsUrl: "https://developers.asana.com/docs/oauth", fields: [.scope("default")])
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
