import NodeKit

private let (create, get) = ("Create Issue", "Get Issue")
private let (comment, transition) = ("Add Comment", "Transition Issue")

private let (search, change, assign) = ("Search Issues", "Update Issue", "Assign Issue")
private let (delete, attach, link) = ("Delete Issue", "Add Attachment", "Link Issues")
private let (worklog, users) = ("Add Worklog", "Find Users")
/// https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/: projects, issue types, priorities, users, links
private func listed(
    _ path: String, _ items: String, label: String = "name", value: String = "name", query: JSONObject? = nil,
    search: JSONObject? = nil, pages: VendorPages? = nil
) -> VendorList {
    VendorList(
        "/rest/api/3\(path)", items: items, label: label, value: value, query: query, search: search, pages: pages,
        base: "{site}", headers: ["authorization": "Basic {email}:{apiToken}"])
}
private let projects = listed(
    "/project/search", "values", value: "key", query: ["maxResults": "50", "orderBy": "name"],
    search: ["query": "{search}"], pages: .offsets(as: "startAt", size: 50))
private let issueTypes = listed(
    "/issue/createmeta/{project}/issuetypes", "issueTypes", query: ["maxResults": "50"],
    pages: .offsets(as: "startAt", size: 50))
private let priorities = listed(
    "/priority/search", "values", query: ["maxResults": "50"], pages: .offsets(as: "startAt", size: 50))
private let people = listed(
    "/users/search", "", label: "displayName", value: "accountId", query: ["maxResults": "200"],
    pages: .offsets(as: "startAt", size: 200))

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
        .text("project", "Project", "Its key.", for: [create], required: true).options(from: projects),
        .text("issueType", "Type", for: [create], default: "Task").options(from: issueTypes),
        .text("summary", "Summary", for: [create, change], maxLength: 255).required(for: [create]),
        .area("description", "Description", for: [create, change]),
        .text("assignee", "Assignee", "An account id.", for: [create, change, assign]).options(from: people),
        .text("priority", "Priority", for: [create, change]).options(from: priorities),
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
        .text("linkType", "Link", "Such as Blocks.", for: [link], default: "Relates")
            .options(from: listed("/issueLinkType", "issueLinkTypes")),
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
