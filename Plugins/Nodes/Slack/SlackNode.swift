import PluginKit

/// Messages and channels of a Slack workspace, through the Web API
/// (https://docs.slack.dev/apis/web-api/).
struct SlackNode: NodePlugin {
    let templates = ["cloudflare": String(decoding: PackageResources.template_ts, as: UTF8.self)]

    let definition = NodeDefinition(
        id: "slack", name: "Slack", version: "1.0.0",
        description: "Send and change messages, set topics and invite people in Slack.",
        category: "Messaging", tags: ["chat", "notification", "message"],
        icon: """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" \
            stroke-width="2"><path d="M4 5h16v11H9l-5 4z"/><path d="M8 9h8M8 12h5"/></svg>
            """,
        docsUrl: "https://docs.slack.dev/apis/web-api/", author: "Millrace", license: "Apache-2.0",
        configSchema: [
            ConfigField(
                "action", .select, label: "Action", default: "Send Message",
                options: [
                    .init("Send Message"), .init("Update Message"), .init("Delete Message"),
                    .init("Set Channel Topic"), .init("Invite to Channel"),
                ]),
            ConfigField("token", .secret, label: "Bot token", envVarName: "SLACK_BOT_TOKEN"),
            ConfigField(
                "channel", .string, label: "Channel", description: "An id, or a name such as #orders.", required: true,
                placeholder: "#orders"),
            ConfigField(
                "text", .textarea, label: "Text", validation: .init(maxLength: 40_000),
                shownFor: ["Send Message", "Update Message"], requiredFor: ["Send Message", "Update Message"]),
            ConfigField(
                "blocks", .json, label: "Blocks", description: "Block Kit; the text is then the fallback.",
                shownFor: ["Send Message", "Update Message"]),
            ConfigField(
                "threadTs", .string, label: "Thread", description: "The ts of the message to answer.",
                shownFor: ["Send Message"]),
            ConfigField(
                "ts", .string, label: "Message", description: "The ts of the message.",
                shownFor: ["Update Message", "Delete Message"], requiredFor: ["Update Message", "Delete Message"]),
            ConfigField(
                "topic", .string, label: "Topic", validation: .init(maxLength: 250), shownFor: ["Set Channel Topic"],
                requiredFor: ["Set Channel Topic"]),
            ConfigField(
                "users", .string, label: "Users", description: "Ids, with commas between.",
                shownFor: ["Invite to Channel"], requiredFor: ["Invite to Channel"]),
            ConfigField(
                "baseUrl", .string, label: "API address", description: "For a proxy or a test.",
                default: "https://slack.com/api", validation: .init(format: .url)),
        ],
        outputSchema: [
            OutputField("ok", .boolean),
            OutputField("channel", .string, description: "The channel's id."),
            OutputField("ts", .string, description: "The message's id.", nullable: true),
            OutputField("text", .string, nullable: true),
        ],
        providers: ["cloudflare"],
        runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))
}
