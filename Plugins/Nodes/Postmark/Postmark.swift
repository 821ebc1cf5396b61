import NodeKit

private let (send, template, batch) = ("Send Email", "Send Template Email", "Send Batch")
private let (list, get, bounces) = ("List Messages", "Get Message", "List Bounces")
private let activate = "Activate Bounce"
private let sent: [OutputField] = [
    .text("messageId"), .text("to"), .text("submittedAt"), .number("errorCode"), .text("message"),
]
private let message: [OutputField] = [
    .text("id"), .text("subject"), .text("from"), .list("to", ofEach: .string), .text("status"), .text("tag"),
    .text("receivedAt"),
]
private let bounce: [OutputField] = [
    .number("id"), .text("type"), .text("email"), .text("description"), .text("bouncedAt"), .text("messageId"),
    .flag("inactive"), .flag("canActivate"),
]

private let node = NodeDefinition(
    id: "postmark", name: "Postmark", version: "1.0.0",
    description: "Send e-mail with Postmark, singly, by template or in batches, and follow what became of it.",
    category: "Email", tags: ["mail", "transactional"],
    icon: NodeDefinition.icon("M3 6h18v12H3z M3 6l9 7l9-7 M16 15h3"),
    docsUrl: "https://postmarkapp.com/developer", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(send, template, batch, list, get, bounces, activate),
        .secret("serverToken", "Server token", "POSTMARK_SERVER_TOKEN"),
        .text(
            "from", "From", "A confirmed sender, such as Mill <orders@mill.test>.", for: [send, template],
            required: true),
        .text("to", "To", "Addresses, separated by commas; at most 50.", for: [send, template], required: true),
        .text("cc", "Cc", for: [send, template]),
        .text("bcc", "Bcc", for: [send, template]),
        .text("replyTo", "Reply to", for: [send, template]),
        .text("subject", "Subject", for: [send], required: true),
        .area("html", "HTML", "This, the text, or both.", for: [send]),
        .area("text", "Text", for: [send]),
        .text("template", "Template", "Its alias, or its id.", for: [template], required: true),
        .json("model", "Values", "An object of the template's values.", for: [template]),
        .text("tag", "Tag", for: [send, template, list]),
        .text(
            "stream", "Message stream", "By default the transactional one.", for: [send, template, list, bounces]),
        .json("metadata", "Metadata", "An object of texts.", for: [send, template]),
        .json("headers", "Headers", "An object.", for: [send, template]),
        .json("attachments", "Attachments", "A list of {base64, contentType, name}.", for: [send, template]),
        .choice(
            "trackLinks", "Track links", ["None", "HtmlAndText", "HtmlOnly", "TextOnly"], for: [send, template]),
        .flag("trackOpens", "Track opens", for: [send, template]),
        .json(
            "messages", "Messages", "A list of at most 500 in the form of Postmark's API.", for: [batch],
            required: true),
        .text("recipient", "Recipient", for: [list, bounces]),
        .choice("status", "Status", ["sent", "queued"], for: [list]),
        .text("messageId", "Message", "Its id.", for: [get], required: true),
        .text("bounceId", "Bounce", "Its id.", for: [activate], required: true),
        .retryWrites(for: [send, template, batch]),
        .limit(for: [list, bounces]),
        .baseUrl("https://api.postmarkapp.com"),
    ],
    outputSchema: [
        .text("messageId"), .text("to"), .text("submittedAt"), .text("status"),
        .list("results", "One for each message of a batch.", of: sent), .list("messages", of: message),
        .list("bounces", of: bounce), .flag("hasMore"), .object("details"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
