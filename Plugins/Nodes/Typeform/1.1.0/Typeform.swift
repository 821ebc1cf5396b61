import NodeKit

private let (list, get) = ("List Forms", "Get Form")
private let (responses, create) = ("List Responses", "Create Form")
private let form: [OutputField] = [.text("id"), .text("title"), .text("url"), .text("updatedAt")]

private let (delete, change, webhook) = ("Delete Form", "Update Form", "Set Webhook")
private let deleteResponses = "Delete Responses"
/// https://www.typeform.com/developers/create/reference/retrieve-forms/, …/retrieve-workspaces/
private let forms = VendorList(
    "/forms", items: "items", label: "title", value: "id", query: ["page_size": "200"],
    search: ["search": "{search}"], pages: .numbers(as: "page", size: 200))
private let workspaces = VendorList(
    "/workspaces", items: "items", label: "name", value: "id", query: ["page_size": "200"],
    search: ["search": "{search}"], pages: .numbers(as: "page", size: 200))

private let node = NodeDefinition(
    id: "typeform", name: "Typeform", version: "1.1.0",
    description: "List, read and create forms in Typeform, and list what was answered.",
    category: "Forms", tags: ["forms", "survey"],
    icon: NodeDefinition.icon("M4 5h16 M12 5v14 M8 19h8 M7 10h2"),
    docsUrl: "https://www.typeform.com/developers/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(list, get, responses, create, delete, change, webhook, deleteResponses),
        .secret("accessToken", "Access token", "TYPEFORM_ACCESS_TOKEN"),
        .text(
            "formId", "Form", "Its id.",
            for: [get, responses, delete, change, webhook, deleteResponses], required: true
        ).options(from: forms),
        .text("search", "Search", for: [list]),
        .text("workspaceId", "Workspace", "Its id.", for: [list, create]).options(from: workspaces),
        .text("since", "Since", for: [responses], format: .dateTime),
        .text("until", "Until", for: [responses], format: .dateTime),
        .text("title", "Title", for: [create, change], required: true),
        .json("fields", "Questions", "A list of {title, type, …}.", for: [create]),
        .limit(for: [list, responses]),
        .baseUrl("https://api.typeform.com"),
        .text("webhookUrl", "Address", for: [webhook], required: true, format: .url),
        .text("webhookTag", "Name", "Of the webhook.", for: [webhook], default: "millrace"),
        .flag("enabled", "On", for: [webhook], default: true),
        .text("responseIds", "Responses", "Ids, with commas between.", for: [deleteResponses], required: true),
        .retryWrites(for: [create]),
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
        .flag("deleted"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
