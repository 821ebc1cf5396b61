import NodeKit

private let (send, reply, draft) = ("Send Email", "Reply", "Create Draft")
private let (get, list, file) = ("Get Message", "List Messages", "Get Attachment")
private let (change, trash, labels) = ("Change Labels", "Trash Message", "List Labels")
private let attachment: [OutputField] = [.text("id"), .text("name"), .text("contentType"), .number("size")]
private let message: [OutputField] = [
    .text("id"), .text("threadId"), .list("labels", ofEach: .string), .text("from"), .text("to"), .text("cc"),
    .text("subject"), .text("date"), .text("messageId"), .text("snippet"), .text("text"), .text("html"),
    .list("attachments", of: attachment),
]

/// https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.labels/list
private let labelList = VendorList("/gmail/v1/users/me/labels", items: "labels", label: "name", value: "id")

private let node = NodeDefinition(
    id: "gmail", name: "Gmail", version: "1.0.0",
    description: "Send, answer, find, read and label e-mail in Gmail.",
    category: "Email", tags: ["mail", "google"],
    icon: NodeDefinition.icon("M3 6v12h18V6l-9 7z M3 6l9 7l9-7"),
    docsUrl: "https://developers.google.com/workspace/gmail/api/reference/rest", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(send, reply, draft, get, list, file, change, trash, labels),
        .secret("accessToken", "Access token", "GMAIL_ACCESS_TOKEN"),
        .text("to", "To", "Addresses, separated by commas.", for: [send, draft], required: true),
        .text("cc", "Cc", for: [send, draft, reply]),
        .text("bcc", "Bcc", for: [send, draft, reply]),
        .text("from", "From", "An alias of the account.", for: [send, draft, reply]),
        .text("replyTo", "Reply to", for: [send, draft]),
        .text("subject", "Subject", for: [send, draft], required: true),
        .area("text", "Text", "This, the HTML, or both.", for: [send, draft, reply]),
        .area("html", "HTML", for: [send, draft, reply]),
        .json("attachments", "Attachments", "A list of {base64, contentType, name}.", for: [send, draft, reply]),
        .text("messageId", "Message", "Its id.", for: [reply, get, file, change, trash], required: true),
        .flag("replyAll", "Reply to all", for: [reply], default: false),
        .text("attachmentId", "Attachment", "Its id.", for: [file], required: true),
        .text("search", "Search", "As in Gmail, such as is:unread from:ada@mill.test.", for: [list]),
        .text("labelIds", "Labels", "Ids, separated by commas, such as INBOX.", for: [list])
            .options(from: labelList, many: true),
        .flag(
            "details", "With subject and sender", "One more request for each message.", for: [list], default: true),
        .text("addLabels", "Add labels", "Ids, separated by commas, such as STARRED.", for: [change])
            .options(from: labelList, many: true),
        .text("removeLabels", "Remove labels", "Ids, separated by commas, such as UNREAD.", for: [change])
            .options(from: labelList, many: true),
        .limit(25, for: [list]),
        .retryWrites(for: [send, reply, draft]),
        .baseUrl("https://gmail.googleapis.com"),
    ],
    outputSchema: OutputField.joined(
        message,
        [
            .text("draftId"), .list("messages", of: message), .flag("hasMore"),
            .object("file", of: [.text("base64"), .text("contentType"), .text("name")]),
            .list("allLabels", of: [.text("id"), .text("name"), .text("type")]),
        ]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

private let accounts = CredentialType.google(
    "gmail", "Gmail", scope: "https://www.googleapis.com/auth/gmail.modify")

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
