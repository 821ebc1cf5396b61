import NodeKit

private let (create, get, update) = ("Create Record", "Get Record", "Update Record")
private let (query, delete) = ("SOQL Query", "Delete Record")

private let node = NodeDefinition(
    id: "salesforce", name: "Salesforce", version: "1.0.0",
    description: "Create, read, change, delete and query records in Salesforce.",
    category: "CRM", tags: ["crm", "records", "soql"],
    icon: NodeDefinition.icon("M8 18a4 4 0 0 1-1-8a5 5 0 0 1 9-2a4 4 0 0 1 2 10z"),
    docsUrl: "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, query, delete),
        .secret("instanceUrl", "Instance", "SALESFORCE_INSTANCE_URL"),
        .secret("accessToken", "Access token", "SALESFORCE_ACCESS_TOKEN"),
        .text("apiVersion", "API version", default: "v62.0"),
        .text("object", "Object", "Such as Contact or Loom__c.", for: [create, get, update, delete], required: true),
        .text("recordId", "Record", "Its id.", for: [get, update, delete], required: true),
        .json("fields", "Fields", "An object: values by field.", for: [create, update], required: true),
        .text("returnFields", "Fields to read", "Names, with commas between; all when empty.", for: [get]),
        .area("query", "Query", "In SOQL.", for: [query], required: true),
        .limit(2000, for: [query]),
    ],
    outputSchema: [
        .text("id"), .flag("success"), .object("record"), .list("records"), .number("total"), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
