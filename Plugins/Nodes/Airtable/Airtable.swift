import NodeKit

private let (create, get, update, list) = ("Create Record", "Get Record", "Update Record", "List Records")
private let record: [OutputField] = [.text("id"), .text("createdTime"), .object("fields")]

private let node = NodeDefinition(
    id: "airtable", name: "Airtable", version: "1.0.0",
    description: "Create, read, change and list records of an Airtable base.",
    category: "Database", tags: ["table", "records"],
    icon: NodeDefinition.icon("M4 5h16v14H4z M4 10h16 M10 10v9"),
    docsUrl: "https://airtable.com/developers/web/api/introduction", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, list),
        .secret("apiKey", "Personal access token", "AIRTABLE_API_KEY"),
        .text("baseId", "Base", "Its id, such as appAbC123.", required: true),
        .text("table", "Table", "Its name or id.", required: true),
        .text("recordId", "Record", for: [get, update], required: true),
        .json("fields", "Fields", "An object: values by field.", for: [create, update], required: true),
        .flag("typecast", "Convert texts", "Let Airtable make the right type of texts.", for: [create, update]),
        .text("formula", "Formula", "Only records for which it is true.", for: [list]),
        .text("view", "View", "Its name or id.", for: [list]),
        .text("sortField", "Sort by", for: [list]),
        .choice("sortDirection", "Direction", ["asc", "desc"], for: [list], default: "asc"),
        .limit(for: [list]),
        .baseUrl("https://api.airtable.com"),
    ],
    outputSchema: [
        .text("id"), .text("createdTime"), .object("fields", "Values by field."), .list("records", of: record),
        .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
