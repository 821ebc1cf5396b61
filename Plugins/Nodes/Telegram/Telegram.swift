import NodeKit

private let (send, edit, delete, photo) = ("Send Message", "Edit Message", "Delete Message", "Send Photo")

private let node = NodeDefinition(
    id: "telegram", name: "Telegram", version: "1.0.0",
    description: "Send, change and delete messages and send photos as a Telegram bot.",
    category: "Messaging", tags: ["chat", "bot", "message"],
    icon: NodeDefinition.icon("M21 4L3 11l6 3 2 6 3-4 5 3z M9 14l12-10"),
    docsUrl: "https://core.telegram.org/bots/api", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(send, edit, delete, photo),
        .secret("botToken", "Bot token", "TELEGRAM_BOT_TOKEN"),
        .text("chatId", "Chat", "An id, or @name of a channel.", required: true),
        .text("messageId", "Message", "Its id.", for: [edit, delete], required: true),
        .area("text", "Text", for: [send, edit], required: true, maxLength: 4096),
        .text("photo", "Photo", "An address, or the id of a file at Telegram.", for: [photo], required: true),
        .area("caption", "Caption", for: [photo], maxLength: 1024),
        .choice(
            "parseMode", "The text is", ["plain", "MarkdownV2", "HTML"], for: [send, edit, photo], default: "plain"),
        .text("replyTo", "Reply to", "The id of a message.", for: [send, photo]),
        .flag("silent", "Without a sound", for: [send, photo], default: false),
        .json("replyMarkup", "Keyboard", for: [send, edit, photo]),
        .baseUrl("https://api.telegram.org"),
    ],
    outputSchema: [
        .number("messageId"), .number("chatId"), .text("chatType"), .text("text", "Or the caption."),
        .text("fileId", "Of the photo."),
        .number("date", "Seconds since 1970."), .flag("deleted", always: true),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
