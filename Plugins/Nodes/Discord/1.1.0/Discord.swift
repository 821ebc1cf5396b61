import NodeKit

private let (webhook, send) = ("Send Webhook Message", "Send Channel Message")
private let (edit, delete) = ("Edit Message", "Delete Message")

private let (history, react, thread) = ("Get Messages", "Add Reaction", "Create Thread")
private let role = "Add Role"
/// https://discord.com/developers/docs/resources/user#get-current-user-guilds, …/guild#get-guild-channels, …-guild-roles
private func listed(_ path: String) -> VendorList {
    VendorList(path, items: "", label: "name", value: "id", headers: ["authorization": "Bot {botToken}"])
}

private let node = NodeDefinition(
    id: "discord", name: "Discord", version: "1.1.0",
    description: "Send, change and delete messages in Discord, by a webhook or as a bot.",
    category: "Messaging", tags: ["chat", "message", "webhook"],
    icon: NodeDefinition.icon("M5 7c4-3 10-3 14 0l2 9-5 3-1-3H9l-1 3-5-3z M9 12h.01 M15 12h.01"),
    docsUrl: "https://discord.com/developers/docs/resources/message", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(webhook, send, edit, delete, history, react, thread, role),
        .secret("webhookUrl", "Webhook address", "DISCORD_WEBHOOK_URL"),
        .secret("botToken", "Bot token", "DISCORD_BOT_TOKEN"),
        .text(
            "guildId", "Server", "Its id; its channels are offered.",
            for: [send, edit, delete, history, react, thread, role]
        ).required(for: [role]).options(from: listed("/users/@me/guilds")),
        .text("channelId", "Channel", "Its id.", for: [send, edit, delete, history, react, thread], required: true)
            .options(from: listed("/guilds/{guildId}/channels")),
        .text("messageId", "Message", "Its id.", for: [edit, delete, react, thread]).required(for: [
            edit, delete, react,
        ]),
        .area("content", "Content", "This or embeds.", for: [webhook, send, edit], maxLength: 2000),
        .json("embeds", "Embeds", "A list of embeds.", for: [webhook, send, edit]),
        .text("username", "Name", "In place of the webhook's.", for: [webhook]),
        .text("avatarUrl", "Picture", "In place of the webhook's.", for: [webhook], format: .url),
        .text("threadId", "Thread", "Its id.", for: [webhook]),
        .text("replyTo", "Reply to", "The id of a message.", for: [send]),
        .baseUrl("https://discord.com/api/v10"),
        .text(
            "mentions", "Mentions", "Of users, roles, everyone: which are notified.", for: [webhook, send, edit],
            default: "users"),
        .json("file", "File", "{base64, contentType, name}", for: [webhook, send]),
        .text("before", "Before", "The id of a message.", for: [history]),
        .text("emoji", "Emoji", "Such as 🧵, or name:id.", for: [react], required: true),
        .text("name", "Name", for: [thread], required: true, maxLength: 100),
        .text("userId", "User", "Their id.", for: [role], required: true),
        .text("roleId", "Role", "Its id.", for: [role], required: true).options(
            from: listed("/guilds/{guildId}/roles")),
        .limit(for: [history]),
        .retryWrites(for: [webhook, thread]),
    ],
    outputSchema: [
        .text("id", "Of the message.", always: true), .text("channelId"), .text("content"), .text("timestamp"),
        .flag("deleted", always: true),
        .text("name", "Of a thread."), .list("messages"), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
