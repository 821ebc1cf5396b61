import NodeKit

private let (create, get) = ("Create Issue", "Get Issue")
private let (comment, transition) = ("Add Comment", "Transition Issue")

private let node = NodeDefinition(
    id: "jira", name: "Jira", version: "1.0.0",
    description: "Create, read, comment on and move issues in Jira Cloud.",
    category: "Utilities", tags: ["issues", "atlassian"],
    icon: NodeDefinition.icon("M12 3l9 9-9 9-9-9z M12 9l3 3-3 3-3-3z"),
    docsUrl: "https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(create, get, comment, transition),
        .secret("email", "Email", "JIRA_EMAIL"),
        .secret("apiToken", "API token", "JIRA_API_TOKEN"),
        .text("site", "Site", "Such as https://mill.atlassian.net.", required: true, format: .url),
        .text("issueKey", "Issue", "Its key or id.", for: [get, comment, transition], required: true),
        .text("project", "Project", "Its key.", for: [create], required: true),
        .text("issueType", "Type", for: [create], default: "Task"),
        .text("summary", "Summary", for: [create], required: true, maxLength: 255),
        .area("description", "Description", for: [create]),
        .text("assignee", "Assignee", "An account id.", for: [create]),
        .text("priority", "Priority", for: [create]),
        .text("labels", "Labels", "With commas between.", for: [create]),
        .json("fields", "Further fields", "An object: values by field id.", for: [create]),
        .area("comment", "Comment", for: [comment], required: true),
        .text(
            "transition", "To", "The name or id of a transition, or the status it leads to.", for: [transition],
            required: true),
    ],
    outputSchema: [
        .text("id"), .text("key"), .text("url"), .text("summary"), .text("description"), .text("status"), .text("type"),
        .text("assignee"), .text("reporter"), .text("priority"), .list("labels", ofEach: .string), .text("createdAt"),
        .text("updatedAt"), .text("transitionId"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
