import NodeKit

private let (create, get, update) = ("Create Task", "Get Task", "Update Task")
private let (delete, tasks, comment) = ("Delete Task", "List Tasks", "Add Comment")
private let (comments, setField, workspaces) = ("List Comments", "Set Custom Field", "List Workspaces")
private let (spaces, lists) = ("List Spaces", "List Lists")
private let task: [OutputField] = [
    .text("id"), .text("name"), .text("description"), .text("status"), .text("priority"), .text("url"),
    .list("assignees", ofEach: .string), .list("tags", ofEach: .string), .text("dueAt"), .text("startAt"),
    .text("createdAt"), .text("updatedAt"), .text("listId"), .text("parent"),
    .list("customFields", of: [.text("id"), .text("name"), .text("type"), .object("value", "{value}")]),
]

/// https://developer.clickup.com/reference: teams, spaces, folders, lists
private func listed(_ path: String, _ items: String, label: String = "name", value: String = "id") -> VendorList {
    VendorList(
        path, items: items, label: label, value: value, query: ["archived": "false"],
        headers: ["authorization": "{token}"])
}

private let statusList = listed("/list/{listId}", "statuses", label: "status", value: "status")

private let node = NodeDefinition(
    id: "clickup", name: "ClickUp", version: "1.0.0",
    description: "Create, find and change tasks in ClickUp, comment on them and set custom fields.",
    category: "Project Management", tags: ["task", "project"],
    icon: NodeDefinition.icon("M5 15c4 5 10 5 14 0 M6 10l6-5l6 5"),
    docsUrl: "https://developer.clickup.com/reference", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, delete, tasks, comment, comments, setField, workspaces, spaces, lists),
        .secret("token", "API token", "CLICKUP_API_TOKEN"),
        .text(
            "workspaceId", "Workspace", "Its id; its spaces are offered.", for: [create, update, tasks, spaces, lists]
        )
        .required(for: [spaces]).options(from: listed("/team", "teams")),
        .text("spaceId", "Space", "Its id; its lists are offered.", for: [create, update, tasks, lists])
            .required(for: [lists]).options(from: listed("/team/{workspaceId}/space", "spaces")),
        .text("listId", "List", "Its id.", for: [create, update, tasks]).required(for: [create, tasks])
            .options(
                from: listed("/space/{spaceId}/list", "lists"), listed("/space/{spaceId}/folder", "folders/*/lists")),
        .text(
            "taskId", "Task", "Its id.", for: [get, update, delete, comment, comments, setField], required: true),
        .text("name", "Name", for: [create], required: true),
        .text("newName", "New name", for: [update]),
        .area("description", "Description", "Markdown.", for: [create, update]),
        .text("status", "Status", for: [create, update]).options(from: statusList),
        .choice("priority", "Priority", ["urgent", "high", "normal", "low"], for: [create, update]),
        .text("assignees", "Assignees", "Ids of users, separated by commas.", for: [create, tasks]),
        .text("addAssignees", "Add assignees", "Ids, separated by commas.", for: [update]),
        .text("removeAssignees", "Remove assignees", "Ids, separated by commas.", for: [update]),
        .text("tags", "Tags", "Separated by commas.", for: [create, tasks]),
        .text("dueAt", "Due", "A date, or a date and time.", for: [create, update]),
        .text("startAt", "Start", "A date, or a date and time.", for: [create, update]),
        .text("parent", "Parent", "The id of a task.", for: [create, update]),
        .json("customFields", "Custom fields", "An object: values by the id of the field.", for: [create]),
        .text("statuses", "Statuses", "Separated by commas.", for: [tasks]).options(from: statusList, many: true),
        .flag("includeClosed", "Closed too", for: [tasks], default: false),
        .flag("subtasks", "Subtasks too", for: [tasks, get], default: false),
        .text("updatedAfter", "Changed after", for: [tasks]),
        .area("comment", "Comment", for: [comment], required: true),
        .flag("notifyAll", "Notify everyone", for: [comment], default: false),
        .text("fieldId", "Field", "Its id.", for: [setField], required: true),
        .json("value", "Value", for: [setField], required: true),
        .limit(for: [tasks, comments]),
        .retryWrites(for: [create, comment]),
        .baseUrl("https://api.clickup.com/api/v2"),
    ],
    outputSchema: OutputField.joined(
        task,
        [
            .list("tasks", of: task), .flag("hasMore"), .flag("deleted"), .text("commentId"),
            .list("comments", of: [.text("id"), .text("text"), .text("author"), .text("createdAt")]),
            .list("places", "Workspaces, spaces or lists.", of: [.text("id"), .text("name"), .text("folder")]),
        ]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
