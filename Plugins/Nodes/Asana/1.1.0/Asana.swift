import PluginKit

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
            "workspace", "Workspace", "Its id; a task in a project needs none.",
            for: [create, search, createProject, projects]),
        .text("projects", "Projects", "Ids, with commas between.", for: [create]),
        .text("assignee", "Assignee", "The id or email of a user, or me.", for: [create, update, subtask, search]),
        .text("dueOn", "Due on", for: [create, update, subtask], format: .date),
        .flag("completed", "Completed", for: [update, search]),
        .text("project", "Project", "Its id.", for: [list, sections], required: true),
        .text("completedSince", "Completed since", "now: only open tasks; or a time.", for: [list]),
        .limit(for: [list, search, workspaces, projects, sections]),
        .area("text", "Text", for: [comment], required: true),
        .baseUrl("https://app.asana.com/api/1.0"),
        .text("search", "Search", for: [search]),
        .text("sectionId", "Section", "Its id.", for: [addToSection], required: true),
        .json("file", "File", "{base64, contentType, name}", for: [attach], required: true),
        .text("team", "Team", "Its id.", for: [createProject]),
        .retryWrites(for: [create, comment, subtask, attach, createProject]),
    ],
    outputSchema: [
        .text("id"), .text("name"), .text("notes"), .flag("completed"), .text("dueOn"), .text("assignee"), .text("url"),
        .text("text", "Of a comment."), .list("tasks", of: task), .flag("hasMore"),
        .flag("deleted"), .list("items", of: [.text("id"), .text("name")]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
