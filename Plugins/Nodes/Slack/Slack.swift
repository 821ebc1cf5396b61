import NodeKit

private let (send, update, delete) = ("Send Message", "Update Message", "Delete Message")
private let (topic, invite) = ("Set Channel Topic", "Invite to Channel")

private let node = NodeDefinition(
    id: "slack", name: "Slack", version: "1.0.0",
    description: "Send and change messages, set topics and invite people in Slack.",
    category: "Messaging", tags: ["chat", "notification", "message"],
    icon: NodeDefinition.icon("M4 5h16v11H9l-5 4z M8 9h8 M8 12h5"),
    docsUrl: "https://docs.slack.dev/apis/web-api/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(send, update, delete, topic, invite),
        .secret("token", "Bot token", "SLACK_BOT_TOKEN"),
        .text("channel", "Channel", "An id, or a name such as #orders.", required: true),
        .area("text", "Text", for: [send, update], required: true, maxLength: 40_000),
        .json("blocks", "Blocks", "Block Kit; the text is then the fallback.", for: [send, update]),
        .text("threadTs", "Thread", "The ts of the message to answer.", for: [send]),
        .text("ts", "Message", "The ts of the message.", for: [update, delete], required: true),
        .text("topic", "Topic", for: [topic], required: true, maxLength: 250),
        .text("users", "Users", "Ids, with commas between.", for: [invite], required: true),
        .baseUrl("https://slack.com/api"),
    ],
    outputSchema: [
        .flag("ok", always: true), .text("channel", "The channel's id.", always: true),
        .text("ts", "The message's id."), .text("text"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
