import NodeKit

private let (create, get, update, search) = ("Create Contact", "Get Contact", "Update Contact", "Search Contacts")
private let contact: [OutputField] = [
    .text("id"), .text("email"), .text("firstName"), .text("lastName"), .object("properties"), .text("createdAt"),
    .text("updatedAt"),
]

private let node = NodeDefinition(
    id: "hubspot", name: "HubSpot", version: "1.0.0",
    description: "Create, read, change and search contacts in HubSpot.",
    category: "Data", tags: ["crm", "contacts"],
    icon: NodeDefinition.icon("M12 12a4 4 0 1 0 0 8a4 4 0 0 0 0-8 M12 12V5 M9 14L5 9"),
    docsUrl: "https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, search),
        .secret("accessToken", "Access token", "HUBSPOT_ACCESS_TOKEN"),
        .text("contactId", "Contact", "Its id, or its email address.", for: [get, update], required: true),
        .text("email", "Email", for: [create, update], format: .email),
        .text("firstName", "First name", for: [create, update]),
        .text("lastName", "Last name", for: [create, update]),
        .json("properties", "Properties", "An object: further properties by name.", for: [create, update]),
        .text("returnProperties", "Properties to read", "Names, with commas between.", for: [get, search]),
        .text("query", "Search", "In names, emails, phones and companies.", for: [search]),
        .json("filters", "Filters", "A list of {propertyName, operator, value}; all must hold.", for: [search]),
        .limit(for: [search]),
        .baseUrl("https://api.hubapi.com"),
    ],
    outputSchema: [
        .text("id"), .text("email"), .text("firstName"), .text("lastName"), .object("properties"), .text("createdAt"),
        .text("updatedAt"), .list("contacts", of: contact), .number("total"), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
