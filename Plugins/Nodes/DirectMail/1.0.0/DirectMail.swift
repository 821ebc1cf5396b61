import NodeKit

private let node = NodeDefinition(
    id: "direct-mail", name: "DirectMail", version: "1.0.0",
    description: "Send mail with Alibaba Cloud DirectMail.",
    category: "Email", tags: ["mail", "alibaba"],
    icon: NodeDefinition.icon("M3 5l18 7-18 7 3-7z M6 12h15"),
    docsUrl: "https://www.alibabacloud.com/help/en/direct-mail/api-dm-2015-11-23-singlesendmail", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .secret("accessKeyId", "Access key id", "ALICLOUD_ACCESS_KEY_ID"),
        .secret("accessKeySecret", "Access key secret", "ALICLOUD_ACCESS_KEY_SECRET"),
        .text("from", "From", "A sender address of the console.", required: true, format: .email),
        .text("fromName", "Sender's name", maxLength: 15),
        .text("to", "To", "Up to 100 addresses, with commas between.", required: true),
        .text("subject", "Subject", required: true, maxLength: 100),
        .area("html", "HTML", "This or a text."),
        .area("text", "Text", "This or HTML."),
        .flag("trackClicks", "Track clicks", default: false),
        .flag("replyToConfigured", "Replies to the console's address", default: false),
        .baseUrl("https://dm.aliyuncs.com"),
    ],
    outputSchema: [
        .text("id", "Of the mail at the vendor.", always: true), .text("requestId"),
        .list("to", "Whom it was sent to.", ofEach: .string, always: true),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
