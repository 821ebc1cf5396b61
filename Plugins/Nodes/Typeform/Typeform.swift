import NodeKit

private let (list, get) = ("List Forms", "Get Form")
private let (responses, create) = ("List Responses", "Create Form")
private let form: [OutputField] = [.text("id"), .text("title"), .text("url"), .text("updatedAt")]

private let node = NodeDefinition(
    id: "typeform", name: "Typeform", version: "1.0.0",
    description: "List, read and create forms in Typeform, and list what was answered.",
    category: "Forms", tags: ["forms", "survey"],
    icon: NodeDefinition.icon("M4 5h16 M12 5v14 M8 19h8 M7 10h2"),
    docsUrl: "https://www.typeform.com/developers/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(list, get, responses, create),
        .secret("accessToken", "Access token", "TYPEFORM_ACCESS_TOKEN"),
        .text("formId", "Form", "Its id.", for: [get, responses], required: true),
        .text("search", "Search", for: [list]),
        .text("workspaceId", "Workspace", "Its id.", for: [list, create]),
        .text("since", "Since", for: [responses], format: .dateTime),
        .text("until", "Until", for: [responses], format: .dateTime),
        .text("title", "Title", for: [create], required: true),
        .json("fields", "Questions", "A list of {title, type, …}.", for: [create]),
        .limit(for: [list, responses]),
        .baseUrl("https://api.typeform.com"),
    ],
    outputSchema: [
        .text("id"), .text("title"), .text("url"), .text("updatedAt"),
        .list("fields", of: [.text("id"), .text("ref"), .text("title"), .text("type")]), .list("forms", of: form),
        .list(
            "responses",
            of: [
                .text("id"), .text("submittedAt"), .text("landedAt"),
                .object("answers", "Values by the field's ref or id."), .object("hidden"),
            ]),
        .number("total"), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
