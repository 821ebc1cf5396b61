import PluginKit

private let (create, get) = ("Create Issue", "Get Issue")
private let (comment, transition) = ("Add Comment", "Transition Issue")

private let (search, change, assign) = ("Search Issues", "Update Issue", "Assign Issue")
private let (delete, attach, link) = ("Delete Issue", "Add Attachment", "Link Issues")
private let (worklog, users) = ("Add Worklog", "Find Users")
private let node = NodeDefinition(
    id: "jira", name: "Jira", version: "1.1.0",
    description: "Create, search, read, change, comment on and move issues in Jira Cloud.",
    category: "Utilities", tags: ["issues", "atlassian"],
    icon: NodeDefinition.icon("M12 3l9 9-9 9-9-9z M12 9l3 3-3 3-3-3z"),
    docsUrl: "https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(create, get, comment, transition, search, change, assign, delete, attach, link, worklog, users),
        .secret("email", "Email", "JIRA_EMAIL"),
        .secret("apiToken", "API token", "JIRA_API_TOKEN"),
        .text(
            "site", "Site", "Such as https://mill.atlassian.net.", required: true,
            format: .url),
        .text(
            "issueKey", "Issue", "Its key or id.",
            for: [get, comment, transition, change, assign, delete, attach, link, worklog], required: true),
        .text("project", "Project", "Its key.", for: [create], required: true),
        .text("issueType", "Type", for: [create], default: "Task"),
        .text("summary", "Summary", for: [create, change], maxLength: 255).required(for: [create]),
        .area("description", "Description", for: [create, change]),
        .text("assignee", "Assignee", "An account id.", for: [create, change, assign]),
        .text("priority", "Priority", for: [create, change]),
        .text("labels", "Labels", "With commas between.", for: [create, change]),
        .json("fields", "Further fields", "An object: values by field id.", for: [create, change]),
        .area("comment", "Comment", for: [comment], required: true),
        .text(
            "transition", "To", "The name or id of a transition, or the status it leads to.", for: [transition],
            required: true),
        .text(
            "browseUrl", "Address for people", "With a scoped token: such as https://mill.atlassian.net.", format: .url),
        .text("jql", "JQL", "Such as project = LOOM AND status = Open.", for: [search], required: true),
        .text("returnFields", "Further fields", "With commas between.", for: [search]),
        .flag("deleteSubtasks", "Subtasks too", for: [delete], default: false),
        .json("file", "File", "{base64, contentType, name}", for: [attach], required: true),
        .text("otherKey", "Other issue", "Its key.", for: [link], required: true),
        .text("linkType", "Link", "Such as Blocks.", for: [link], default: "Relates"),
        .text("timeSpent", "Time spent", "Such as 1h 30m.", for: [worklog], required: true),
        .text("started", "Started", "Such as 2026-01-15T12:00:00.000+0000.", for: [worklog]),
        .text("query", "Search", "In names and email addresses.", for: [users], required: true),
        .limit(for: [search, users]),
        .retryWrites(for: [create, comment, transition, attach, worklog]),
    ],
    outputSchema: [
        .text("id"), .text("key"), .text("url"), .text("summary"), .text("description"), .text("status"), .text("type"),
        .text("assignee"), .text("reporter"), .text("priority"), .list("labels", ofEach: .string), .text("createdAt"),
        .text("updatedAt"), .text("transitionId"),
        .list("issues"), .flag("hasMore"), .flag("deleted"),
        .list("users", of: [.text("id"), .text("name"), .text("email")]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest(connection: ["site", "browseUrl"]).plugin(template: PackageResources.template_ts).start(host)
}
