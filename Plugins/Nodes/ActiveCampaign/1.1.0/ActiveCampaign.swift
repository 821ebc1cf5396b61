import NodeKit

private let (create, get, update) = ("Create Contact", "Get Contact", "Update Contact")
private let (list, deal) = ("List Contacts", "Create Deal")
private let contact: [OutputField] = [
    .text("id"), .text("email"), .text("firstName"), .text("lastName"), .text("phone"), .text("createdAt"),
]

private let (sync, delete, tag) = ("Sync Contact", "Delete Contact", "Add Tag")
private let (subscribe, automate) = ("Subscribe to List", "Add to Automation")
private let node = NodeDefinition(
    id: "activecampaign", name: "ActiveCampaign", version: "1.1.0",
    description: "Keep contacts and deals in ActiveCampaign.",
    category: "CRM", tags: ["contacts", "deals", "email"],
    icon: NodeDefinition.icon("M4 12h16 M14 6l6 6-6 6 M4 6v12"),
    docsUrl: "https://developers.activecampaign.com/reference/overview", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, list, deal, sync, delete, tag, subscribe, automate),
        .secret("apiUrl", "API address", "ACTIVECAMPAIGN_API_URL"),
        .secret("apiKey", "API key", "ACTIVECAMPAIGN_API_KEY"),
        .text(
            "contactId", "Contact", "Its id.", for: [get, update, delete, tag, subscribe, automate],
            required: true),
        .text("email", "Email", for: [create, sync], required: true, format: .email),
        .text("newEmail", "New email", for: [update], format: .email),
        .text("firstName", "First name", for: [create, update, sync]),
        .text("lastName", "Last name", for: [create, update, sync]),
        .text("phone", "Phone", for: [create, update, sync]),
        .json("fieldValues", "Custom fields", "A list of {field, value}.", for: [create, update, sync]),
        .text("search", "Search", "In names, emails and organizations.", for: [list]),
        .limit(for: [list]),
        .text("title", "Title", for: [deal], required: true),
        .number("value", "Value", "In cents.", for: [deal], required: true),
        .text("currency", "Currency", for: [deal], default: "usd"),
        .text("contact", "Contact", "The id of whose deal it is.", for: [deal], required: true),
        .text("pipeline", "Pipeline", "Its id.", for: [deal]),
        .text("stage", "Stage", "Its id.", for: [deal]),
        .text("owner", "Owner", "The id of a user.", for: [deal]),
        .area("description", "Description", for: [deal]),
        .text("tagId", "Tag", "Its id.", for: [tag], required: true),
        .text("listId", "List", "Its id.", for: [subscribe], required: true),
        .flag("unsubscribe", "Unsubscribe", for: [subscribe], default: false),
        .text("automationId", "Automation", "Its id.", for: [automate], required: true),
        .retryWrites(for: [create, deal, automate]),
    ],
    outputSchema: [
        .text("id"), .text("email"), .text("firstName"), .text("lastName"), .text("phone"), .text("createdAt"),
        .text("title", "Of a deal."), .number("value", "Of a deal, in cents."), .text("currency"), .text("stage"),
        .list("contacts", of: contact), .number("total", "How many contacts there are."), .flag("hasMore"),
        .flag("deleted"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
