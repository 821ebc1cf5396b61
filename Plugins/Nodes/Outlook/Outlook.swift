import NodeKit

private let (send, draft, reply) = ("Send Email", "Create Draft", "Reply")
private let (forward, get, list) = ("Forward", "Get Message", "List Messages")
private let (update, move, delete) = ("Update Message", "Move Message", "Delete Message")
private let (files, file, folders) = ("List Attachments", "Get Attachment", "List Folders")
private let message: [OutputField] = [
    .text("id"), .text("conversationId"), .text("subject"), .text("from"), .list("to", ofEach: .string),
    .list("cc", ofEach: .string), .text("receivedAt"), .flag("isRead"), .flag("hasAttachments"), .text("preview"),
    .text("text"), .text("html"), .list("categories", ofEach: .string), .text("url"),
]

private let node = NodeDefinition(
    id: "outlook", name: "Outlook mail", version: "1.0.0",
    description: "Send, answer, find, read and sort e-mail in Outlook and Microsoft 365.",
    category: "Email", tags: ["mail", "microsoft", "office 365"],
    icon: NodeDefinition.icon("M9 6h12v12H9z M9 8l6 5l6-5 M3 8h8v8H3z M7 10a2 2 0 1 0 0 4a2 2 0 0 0 0-4"),
    docsUrl: "https://learn.microsoft.com/en-us/graph/api/resources/message", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(send, draft, reply, forward, get, list, update, move, delete, files, file, folders),
        .secret("accessToken", "Access token", "OUTLOOK_ACCESS_TOKEN"),
        .text("mailbox", "Mailbox", "A user's id or address; by default that of the token's user."),
        .text("to", "To", "Addresses, separated by commas.", for: [send, draft, forward], required: true),
        .text("cc", "Cc", for: [send, draft]),
        .text("bcc", "Bcc", for: [send, draft]),
        .text("replyTo", "Reply to", for: [send, draft]),
        .text("subject", "Subject", for: [send, draft], required: true),
        .area("text", "Text", "This, or HTML.", for: [send, draft]),
        .area("html", "HTML", for: [send, draft]),
        .json(
            "attachments", "Attachments", "A list of {base64, contentType, name}, 3 MB together.",
            for: [send, draft]),
        .choice("importance", "Importance", ["low", "normal", "high"], for: [send, draft]),
        .flag("save", "Keep in Sent Items", for: [send], default: true),
        .text(
            "messageId", "Message", "Its id.", for: [reply, forward, get, update, move, delete, files, file],
            required: true),
        .area("comment", "Text", for: [reply, forward]),
        .flag("replyAll", "Reply to all", for: [reply], default: false),
        .text("folder", "Folder", "An id, or a name such as inbox, drafts, sentitems.", for: [list]),
        .text("search", "Search", "In place of the fields below.", for: [list]),
        .text("from", "From", "An address.", for: [list]),
        .text("subjectContains", "Subject contains", for: [list]),
        .flag("unread", "Only unread", for: [list], default: false),
        .text("since", "Received since", for: [list], format: .dateTime),
        .flag("isRead", "Read", for: [update]),
        .text("categories", "Categories", "Separated by commas.", for: [update]),
        .choice("flag", "Flag", ["notFlagged", "flagged", "complete"], for: [update]),
        .text("destination", "To folder", "An id, or a name such as archive.", for: [move], required: true),
        .text("attachmentId", "Attachment", "Its id.", for: [file], required: true),
        .limit(25, for: [list, files, folders]),
        .retryWrites(for: [send, draft, reply, forward, move]),
        .baseUrl("https://graph.microsoft.com"),
    ],
    outputSchema: OutputField.joined(
        message,
        [
            .flag("sent"), .flag("deleted"), .list("messages", of: message), .flag("hasMore"),
            .list("attachments", of: [.text("id"), .text("name"), .text("contentType"), .number("size")]),
            .object("file", of: [.text("base64"), .text("contentType"), .text("name")]),
            .list("folders", of: [.text("id"), .text("name"), .number("unread"), .number("total")]),
        ]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

private let accounts = [
    CredentialType.microsoft(
        "outlook", "Outlook mail", scope: "Mail.ReadWrite Mail.Send")
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
