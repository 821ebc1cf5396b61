import NodeKit

private let (send, template) = ("Send Email", "Send Template Email")

private let node = NodeDefinition(
    id: "sendgrid", name: "SendGrid", version: "1.0.0",
    description: "Send mail with SendGrid, written here or from one of its templates.",
    category: "Email", tags: ["mail", "transactional"],
    icon: NodeDefinition.icon("M4 4h8v8H4z M12 12h8v8h-8z M12 4h8v8 M4 12v8h8"),
    docsUrl: "https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(send, template),
        .secret("apiKey", "API key", "SENDGRID_API_KEY"),
        .text("from", "From", required: true, format: .email),
        .text("fromName", "Sender's name"),
        .text("to", "To", "Addresses, with commas between.", required: true),
        .text("cc", "Copy to"),
        .text("bcc", "Hidden copy to"),
        .text("replyTo", "Reply to", format: .email),
        .text("subject", "Subject", for: [send], required: true),
        .area("text", "Text", "This, HTML or both.", for: [send]),
        .area("html", "HTML", "This, a text or both.", for: [send]),
        .text("templateId", "Template", "Its id: d-….", for: [template], required: true),
        .json("templateData", "Data", "An object for the template.", for: [template]),
        .text("categories", "Categories", "With commas between."),
        .number("sendAt", "When", "Seconds since 1970; at once when empty."),
        .flag("sandbox", "Only check", "Nothing is sent.", default: false),
        .baseUrl("https://api.sendgrid.com"),
    ],
    outputSchema: [
        .flag("accepted", always: true), .text("messageId"), .list("to", ofEach: .string, always: true),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
