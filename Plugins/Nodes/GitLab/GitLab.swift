import NodeKit

private let (createIssue, getIssue, updateIssue) = ("Create Issue", "Get Issue", "Update Issue")
private let (listIssues, comment, createMerge) = ("List Issues", "Add Comment", "Create Merge Request")
private let (listMerges, merge, getFile) = ("List Merge Requests", "Merge", "Get File")
private let (putFile, run, getRun) = ("Write File", "Run Pipeline", "Get Pipeline")
private let projects = "List Projects"
private let inProject = [
    createIssue, getIssue, updateIssue, listIssues, comment, createMerge, listMerges, merge, getFile, putFile, run,
    getRun,
]
private let item: [OutputField] = [
    .number("id"), .number("number", "The iid."), .text("title"), .text("description"), .text("state"), .text("url"),
    .text("author"), .list("labels", ofEach: .string), .list("assignees", ofEach: .string), .text("sourceBranch"),
    .text("targetBranch"), .text("createdAt"), .text("updatedAt"),
]

/// https://docs.gitlab.com/api/projects/, …/labels/, …/branches/; pages: https://docs.gitlab.com/api/rest/#pagination
private func listed(
    _ path: String, label: String, value: String, query: JSONObject = [:], search: String = "search"
) -> VendorList {
    var all = query
    all["per_page"] = "100"
    return VendorList(
        "/api/v4\(path)", items: "", label: label, value: value, query: all,
        search: JSONObject([(search, .string("{search}"))]),
        pages: .header("x-next-page", as: "page"))
}
private let projectList = listed(
    "/projects", label: "path_with_namespace", value: "path_with_namespace",
    query: ["membership": "true", "simple": "true", "order_by": "last_activity_at"])
private let branches = listed("/projects/{project}/repository/branches", label: "name", value: "name")
private let labelList = listed("/projects/{project}/labels", label: "name", value: "name")

private let node = NodeDefinition(
    id: "gitlab", name: "GitLab", version: "1.0.0",
    description: "Work with issues, merge requests, files and pipelines of GitLab, hosted or your own.",
    category: "Utilities", tags: ["issues", "code", "ci"],
    icon: NodeDefinition.icon("M12 21L3 13l3-9l3 7h6l3-7l3 9z"),
    docsUrl: "https://docs.gitlab.com/api/rest/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(
            createIssue, getIssue, updateIssue, listIssues, comment, createMerge, listMerges, merge, getFile,
            putFile,
            run, getRun, projects),
        .secret("token", "Access token", "GITLAB_TOKEN"),
        .text("project", "Project", "Its id, or its path such as mill/orders.", for: inProject, required: true)
            .options(from: projectList),
        .number(
            "number", "Number", "Of the issue or merge request.", for: [getIssue, updateIssue, comment, merge],
            required: true),
        .choice("on", "On", ["issues", "merge_requests"], for: [comment], default: "issues"),
        .text("title", "Title", for: [createIssue, createMerge], required: true),
        .text("newTitle", "New title", for: [updateIssue]),
        .area("description", "Description", for: [createIssue, updateIssue, createMerge]),
        .text(
            "labels", "Labels", "Separated by commas.",
            for: [createIssue, updateIssue, listIssues, createMerge, listMerges]
        ).options(from: labelList, many: true),
        .text(
            "assigneeIds", "Assignees", "Ids of users, separated by commas.",
            for: [createIssue, updateIssue, createMerge]
        ).options(
            from: listed("/projects/{project}/members/all", label: "name", value: "id", search: "query"), many: true),
        .text("dueDate", "Due", for: [createIssue, updateIssue], format: .date),
        .flag("confidential", "Confidential", for: [createIssue]),
        .choice("change", "Then", ["close", "reopen"], for: [updateIssue]),
        .choice(
            "state", "State", ["opened", "closed", "merged", "all"], for: [listIssues, listMerges],
            default: "opened"),
        .text("search", "Search", for: [listIssues, listMerges, projects]),
        .text("updatedAfter", "Changed after", for: [listIssues, listMerges], format: .dateTime),
        .area("comment", "Comment", for: [comment], required: true),
        .text("sourceBranch", "From branch", for: [createMerge], required: true).options(from: branches),
        .text("targetBranch", "Into branch", for: [createMerge], required: true).options(from: branches),
        .flag("squash", "Squash", for: [createMerge, merge]),
        .flag("removeBranch", "Then remove the branch", for: [createMerge, merge]),
        .text("file", "File", "Its path.", for: [getFile, putFile], required: true),
        .text("ref", "Branch", "Or a tag or commit.", for: [getFile, run], default: "main").options(from: branches),
        .text("branch", "Branch", for: [putFile], default: "main").options(from: branches),
        .area("content", "Content", "Or a file of a previous step.", for: [putFile], required: true),
        .text("message", "Commit message", for: [putFile], required: true),
        .json("variables", "Variables", "An object.", for: [run]),
        .text("pipelineId", "Pipeline", "Its id.", for: [getRun], required: true),
        .flag("membership", "Only of mine", for: [projects], default: true),
        .limit(for: [listIssues, listMerges, projects]),
        .retryWrites(for: [createIssue, comment, createMerge, merge, run]),
        .baseUrl("https://gitlab.com"),
    ],
    outputSchema: OutputField.joined(
        item,
        [
            .list("items", of: item), .flag("hasMore"), .text("content"),
            .object("file", of: [.text("base64"), .text("contentType"), .text("name")]),
            .text("commit"), .text("branch"), .text("status"),
            .list("projects", of: [.number("id"), .text("path"), .text("name"), .text("url"), .text("defaultBranch")]),
        ]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

/// Tokens end after two hours; a refresh makes the former token and refresh token invalid
/// (https://docs.gitlab.com/api/oauth2/).
private let accounts = [
    CredentialType(
        id: "gitlab", name: "GitLab",
        description: "An account of GitLab, hosted or your own, with its owner's consent.",
        flow: .authorizationCode,
        settings: [
            "authorizationUrl": "https://{host}/oauth/authorize", "tokenUrl": "https://{host}/oauth/token",
            "clientAuthentication": "body", "rotates": true, "testUrl": "https://{host}/api/v4/user",
        ], docsUrl: "https://docs.gitlab.com/api/oauth2/",
        fields: [
            ConfigField(
                "host", .string, label: "Host", description: "Where GitLab is.", required: true, default: "gitlab.com",
                validation: .init(pattern: "[A-Za-z0-9][A-Za-z0-9.-]*")), .scope("api"),
        ])
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
