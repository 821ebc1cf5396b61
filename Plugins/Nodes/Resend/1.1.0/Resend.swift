import NodeKit

private let (send, get, cancel) = ("Send Email", "Get Email", "Cancel Email")

private let (change, batch, contact) = ("Update Email", "Send Batch", "Create Contact")
private let node = NodeDefinition(
    id: "resend", name: "Resend", version: "1.1.0",
    description: "Send mail with Resend, see what became of it, and cancel what is scheduled.",
    category: "Email", tags: ["mail", "transactional"],
    icon: NodeDefinition.icon("M6 20V4h7a5 5 0 0 1 0 10H6 M12 14l6 6"),
    docsUrl: "https://resend.com/docs/api-reference/emails/send-email", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(send, get, cancel, change, batch, contact),
        .secret("apiKey", "API key", "RESEND_API_KEY"),
        .text("from", "From", "Such as Mill <mill@example.com>.", for: [send], required: true),
        .text("to", "To", "Up to 50 addresses, with commas between.", for: [send], required: true),
        .text("subject", "Subject", for: [send], required: true),
        .area("html", "HTML", "This or a text.", for: [send]),
        .area("text", "Text", "This or HTML.", for: [send]),
        .text("cc", "Copy to", for: [send]),
        .text("bcc", "Hidden copy to", for: [send]),
        .text("replyTo", "Reply to", for: [send]),
        .text("scheduledAt", "When", "A time, or such as: in 1 hour.", for: [send, change]),
        .json("attachments", "Attachments", "A file, {base64, contentType, name}, or a list of files.", for: [send]),
        .json("tags", "Tags", "A list of {name, value}.", for: [send]),
        .json("headers", "Headers", "An object.", for: [send]),
        .text("emailId", "Email", "Its id.", for: [get, cancel, change], required: true),
        .baseUrl("https://api.resend.com"),
        .json("emails", "Emails", "A list of up to 100, in Resend's form.", for: [batch], required: true),
        .text("email", "Email", for: [contact], required: true, format: .email),
        .text("firstName", "First name", for: [contact]),
        .text("lastName", "Last name", for: [contact]),
        .flag("unsubscribed", "Unsubscribed", for: [contact]),
        .text("audienceId", "Audience", "Its id.", for: [contact]),
        .retryWrites(for: [contact]),
    ],
    outputSchema: [
        .text("id", always: true), .text("status", "Its last event, such as delivered."), .text("from"),
        .list("to", ofEach: .string), .text("subject"), .text("createdAt"), .text("scheduledAt"),
        .list("ids", ofEach: .string),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
