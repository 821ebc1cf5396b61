import NodeKit

private let (create, get, update) = ("Create Task", "Get Task", "Update Task")
private let (list, comment) = ("List Tasks", "Add Comment")
private let task: [OutputField] = [
    .text("id"), .text("name"), .text("notes"), .flag("completed"), .text("dueOn"),
    .text("assignee", "The id of a user."),
    .text("url"),
]

private let node = NodeDefinition(
    id: "asana", name: "Asana", version: "1.0.0",
    description: "Create, read, change, list and comment on tasks in Asana.",
    category: "Project Management", tags: ["tasks", "projects"],
    icon: NodeDefinition.icon(
        "M12 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6 M6 13a3 3 0 1 0 0 6a3 3 0 0 0 0-6 M18 13a3 3 0 1 0 0 6a3 3 0 0 0 0-6"),
    docsUrl: "https://developers.asana.com/reference/rest-api-reference", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, list, comment),
        .secret("accessToken", "Access token", "ASANA_ACCESS_TOKEN"),
        .text("taskId", "Task", "Its id.", for: [get, update, comment], required: true),
        .text("name", "Name", for: [create], required: true),
        .text("newName", "New name", for: [update]),
        .area("notes", "Notes", for: [create, update]),
        .text("workspace", "Workspace", "Its id; not needed with a project.", for: [create]),
        .text("projects", "Projects", "Ids, with commas between.", for: [create]),
        .text("assignee", "Assignee", "The id or email of a user, or me.", for: [create, update]),
        .text("dueOn", "Due on", for: [create, update], format: .date),
        .flag("completed", "Completed", for: [update]),
        .text("project", "Project", "The id of the one whose tasks are listed.", for: [list], required: true),
        .text("completedSince", "Completed since", "now: only open tasks; or a time.", for: [list]),
        .limit(for: [list]),
        .area("text", "Text", for: [comment], required: true),
        .baseUrl("https://app.asana.com/api/1.0"),
    ],
    outputSchema: [
        .text("id"), .text("name"), .text("notes"), .flag("completed"), .text("dueOn"), .text("assignee"), .text("url"),
        .text("text", "Of a comment."), .list("tasks", of: task), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
