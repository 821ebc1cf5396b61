import NodeKit

private let (create, get, update) = ("Create Ticket", "Get Ticket", "Update Ticket")
private let (list, search) = ("List Tickets", "Search Tickets")
private let ticket: [OutputField] = [
    .number("id"), .text("subject"), .text("description"), .text("status"), .text("priority"), .text("type"),
    .number("requesterId"), .number("assigneeId"), .list("tags", ofEach: .string), .text("url"), .text("createdAt"),
    .text("updatedAt"),
]

private let node = NodeDefinition(
    id: "zendesk", name: "Zendesk", version: "1.0.0",
    description: "Create, read, change, list and search tickets in Zendesk.",
    category: "Customer Support", tags: ["support", "tickets"],
    icon: NodeDefinition.icon("M4 6h7v12z M20 18h-7V6z"),
    docsUrl: "https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(create, get, update, list, search),
        .secret("email", "Email", "ZENDESK_EMAIL"),
        .secret("apiToken", "API token", "ZENDESK_API_TOKEN"),
        .text("subdomain", "Subdomain", "Such as mill, of mill.zendesk.com.", required: true),
        .text("ticketId", "Ticket", "Its id.", for: [get, update], required: true),
        .text("subject", "Subject", for: [create], required: true),
        .area("comment", "Text", for: [create], required: true),
        .area("reply", "Comment", for: [update]),
        .flag("isPublic", "The requester sees it", for: [create, update], default: true),
        .text("requesterEmail", "Requester", "Their email.", for: [create], format: .email),
        .text("requesterName", "Requester's name", for: [create]),
        .choice("status", "Status", ["new", "open", "pending", "hold", "solved", "closed"], for: [create, update]),
        .choice("priority", "Priority", ["urgent", "high", "normal", "low"], for: [create, update]),
        .choice("type", "Type", ["problem", "incident", "question", "task"], for: [create, update]),
        .text("assigneeId", "Assignee", "The id of an agent.", for: [create, update]),
        .text("tags", "Tags", "With commas between.", for: [create, update]),
        .json("customFields", "Custom fields", "A list of {id, value}.", for: [create, update]),
        .text("query", "Search", "Such as status<solved priority:high.", for: [search], required: true),
        .limit(for: [list, search]),
        .text("baseUrl", "API address", "For a proxy or a test; made from the subdomain when empty.", format: .url),
    ],
    outputSchema: [
        .number("id"), .text("subject"), .text("description"), .text("status"), .text("priority"), .text("type"),
        .number("requesterId"), .number("assigneeId"), .list("tags", ofEach: .string), .text("url"), .text("createdAt"),
        .text("updatedAt"), .list("tickets", of: ticket), .number("total"), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
