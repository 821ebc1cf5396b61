import NodeKit

private let (create, get) = ("Create Issue", "Get Issue")
private let (comment, list) = ("Create Comment", "List Repo Issues")
private let issue: [OutputField] = [
    .number("number"), .text("title"), .text("body"), .text("state"), .text("url"), .text("author"),
    .list("labels", ofEach: .string), .list("assignees", ofEach: .string), .text("createdAt"), .text("updatedAt"),
]

private let (change, addLabels, comments) = ("Update Issue", "Add Labels", "List Comments")
private let (search, pull, getPull) = ("Search", "Create Pull Request", "Get Pull Request")
private let (pulls, merge, review) = ("List Pull Requests", "Merge Pull Request", "Create Review")
private let (getFile, writeFile, release) = ("Get File", "Write File", "Create Release")
private let (run, repositories) = ("Run Workflow", "List Repositories")
/// https://docs.github.com/en/rest: users, organizations, search, issues, branches, workflows
private func listed(
    _ path: String, _ items: String = "", label: String = "name", value: String = "name", query: JSONObject = [:],
    search: JSONObject? = nil
) -> VendorList {
    var all = query
    all["per_page"] = "100"
    return VendorList(
        path, items: items, label: label, value: value, query: all, search: search,
        pages: .header("link", as: "page"))
}
private let inRepository = "/repos/{owner}/{repo}"
private let branches = listed("\(inRepository)/branches")
private let repositoryList = listed(
    "/search/repositories", "items", query: ["q": "user:{owner} fork:true", "sort": "updated"],
    search: ["q": "user:{owner} fork:true {search} in:name"])

private let node = NodeDefinition(
    id: "github", name: "GitHub", version: "1.1.0",
    description: "Issues, pull requests, files, releases and workflows of GitHub repositories.",
    category: "Utilities", tags: ["issues", "code"],
    icon: NodeDefinition.icon(
        "M6 4v10 M6 14a3 3 0 1 0 0 6a3 3 0 0 0 0-6 M18 4a3 3 0 1 0 0 6a3 3 0 0 0 0-6 M18 10c0 5-6 4-9 6"),
    docsUrl: "https://docs.github.com/en/rest/issues", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(
            create, get, comment, list, change, addLabels, comments, search, pull, getPull, pulls, merge, review,
            getFile, writeFile, release, run, repositories),
        .secret("token", "Token", "GITHUB_TOKEN"),
        .text(
            "owner", "Owner", "A person or organization.",
            for: [
                create, get, comment, list, change, addLabels, comments, pull, getPull, pulls, merge, review, getFile,
                writeFile, release, run, repositories,
            ]
        ).required(for: [
            create, get, comment, list, change, addLabels, comments, pull, getPull, pulls, merge, review, getFile,
            writeFile, release, run,
        ]).options(
            from: listed("/user", label: "login", value: "login"), listed("/user/orgs", label: "login", value: "login")),
        .text(
            "repo", "Repository",
            for: [
                create, get, comment, list, change, addLabels, comments, pull, getPull, pulls, merge, review, getFile,
                writeFile, release, run,
            ], required: true
        ).options(from: repositoryList),
        .number(
            "issueNumber", "Issue", "Its number.", for: [get, comment, change, addLabels, comments], required: true),
        .text("title", "Title", for: [create, change, pull, merge, release]).required(for: [create, pull]),
        .area("body", "Text", for: [create, change, pull, review, release]),
        .text("labels", "Labels", "With commas between.", for: [create, list, change, addLabels])
            .options(from: listed("\(inRepository)/labels"), many: true),
        .text("assignees", "Assignees", "With commas between.", for: [create, change])
            .options(from: listed("\(inRepository)/assignees", label: "login", value: "login"), many: true),
        .area("comment", "Comment", for: [comment], required: true),
        .choice("state", "State", ["open", "closed", "all"], for: [list, pulls], default: "open"),
        .text("since", "Changed since", for: [list], format: .dateTime),
        .flag("includePulls", "Pull requests too", for: [list], default: false),
        .limit(for: [list, comments, search, pulls, repositories]),
        .baseUrl("https://api.github.com"),
        .choice("newState", "State", ["open", "closed"], for: [change]),
        .choice("stateReason", "Closed as", ["completed", "not_planned"], for: [change]),
        .choice(
            "searchKind", "Of", ["issues", "repositories", "code", "users", "commits"], for: [search], default: "issues"
        ),
        .text("query", "Search", "In GitHub's search language.", for: [search], required: true),
        .number("pullNumber", "Pull request", "Its number.", for: [getPull, merge, review], required: true),
        .text("head", "From the branch", for: [pull], required: true).options(from: branches),
        .text("base", "Into the branch", for: [pull], required: true).options(from: branches),
        .flag("draft", "Draft", for: [pull, release]),
        .choice("mergeMethod", "Merge by", ["merge", "squash", "rebase"], for: [merge]),
        .choice("reviewEvent", "Review", ["COMMENT", "APPROVE", "REQUEST_CHANGES"], for: [review], default: "COMMENT"),
        .text("path", "Path", "Such as docs/warp.md.", for: [getFile, writeFile], required: true),
        .text("ref", "Branch, tag or commit", for: [getFile]).options(from: branches),
        .area("content", "Content", for: [writeFile]),
        .json("file", "File", "{base64, contentType}, in place of a text.", for: [writeFile]),
        .text("message", "Commit message", for: [writeFile]),
        .text("branch", "Branch", for: [writeFile, release, run]).options(from: branches),
        .text("tag", "Tag", for: [release], required: true),
        .flag("prerelease", "Pre-release", for: [release]),
        .text("workflow", "Workflow", "Its file name or id.", for: [run], required: true)
            .options(from: listed("\(inRepository)/actions/workflows", "workflows", value: "id")),
        .json("inputs", "Inputs", "An object.", for: [run]),
        .retryWrites(for: [create, comment, pull, review, release, run]),
    ],
    outputSchema: [
        .number("id", "Of a comment."), .number("number"), .text("title"), .text("body"), .text("state"), .text("url"),
        .text("author"), .list("labels", ofEach: .string), .list("assignees", ofEach: .string), .text("createdAt"),
        .text("updatedAt"), .list("issues", of: issue), .flag("hasMore"),
        .list("comments", of: [.number("id"), .text("body"), .text("author"), .text("createdAt")]),
        .list("pulls"), .list("items", "In GitHub's form."), .text("head"), .text("base"), .flag("merged"),
        .flag("draft"), .text("path"), .text("sha"), .text("content"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

private let accounts = [
    CredentialType(
        id: "github", name: "GitHub installation", description: "An installation of a GitHub App.", flow: .githubApp,
        docsUrl: "https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app")
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
