import NodeKit

private let (create, get, message) = ("Create Contact", "Get Contact", "Send Message")
private let (list, reply) = ("List Conversations", "Reply to Conversation")
private let conversation: [OutputField] = [
    .text("id"), .text("state"), .text("title"), .flag("open"), .flag("read"), .number("createdAt"),
    .number("updatedAt"),
]

private let node = NodeDefinition(
    id: "intercom", name: "Intercom", version: "1.0.0",
    description: "Keep contacts in Intercom, message them, and list and answer conversations.",
    category: "Customer Support", tags: ["support", "chat"],
    icon: NodeDefinition.icon("M4 5h16v12h-5l-3 3-3-3H4z M8 11h8"),
    docsUrl: "https://developers.intercom.com/docs/references/rest-api/api.intercom.io", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(create, get, message, list, reply),
        .secret("accessToken", "Access token", "INTERCOM_ACCESS_TOKEN"),
        .choice("role", "Role", ["user", "lead"], for: [create], default: "user"),
        .text("email", "Email", for: [create], format: .email),
        .text("externalId", "Your id of it", for: [create]),
        .text("name", "Name", for: [create]),
        .text("phone", "Phone", for: [create]),
        .json("customAttributes", "Attributes", "An object.", for: [create]),
        .text("contactId", "Contact", "Its id.", for: [get, message], required: true),
        .choice("messageType", "Kind", ["inapp", "email"], for: [message], default: "inapp"),
        .text("subject", "Subject", "Of an email.", for: [message]),
        .area("body", "Text", for: [message, reply], required: true),
        .text("adminId", "Admin", "The id of who sends it.", for: [message, reply], required: true),
        .text("conversationId", "Conversation", "Its id.", for: [reply], required: true),
        .choice("replyType", "It is a", ["comment", "note"], for: [reply], default: "comment"),
        .limit(for: [list]),
        .baseUrl("https://api.intercom.io"),
    ],
    outputSchema: [
        .text("id"), .text("type"), .text("role"), .text("email"), .text("name"), .text("externalId"), .text("state"),
        .text("body"), .text("conversationId"), .number("createdAt", "Seconds since 1970."),
        .list("conversations", of: conversation), .number("total"), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
