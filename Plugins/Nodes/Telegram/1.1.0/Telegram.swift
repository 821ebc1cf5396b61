import NodeKit

private let (send, edit, delete, photo) = ("Send Message", "Edit Message", "Delete Message", "Send Photo")

private let (document, video, audio) = ("Send Document", "Send Video", "Send Audio")
private let (location, group, chat) = ("Send Location", "Send Media Group", "Get Chat")
private let (answer, getFile) = ("Answer Callback", "Get File")
private let node = NodeDefinition(
    id: "telegram", name: "Telegram", version: "1.1.0",
    description: "Send, change and delete messages, and send and get files as a Telegram bot.",
    category: "Messaging", tags: ["chat", "bot", "message"],
    icon: NodeDefinition.icon("M21 4L3 11l6 3 2 6 3-4 5 3z M9 14l12-10"),
    docsUrl: "https://core.telegram.org/bots/api", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(send, edit, delete, photo, document, video, audio, location, group, chat, answer, getFile),
        .secret("botToken", "Bot token", "TELEGRAM_BOT_TOKEN"),
        .text(
            "chatId", "Chat", "An id, or @name of a channel.",
            for: [send, edit, delete, photo, document, video, audio, location, group, chat], required: true),
        .text("messageId", "Message", "Its id.", for: [edit, delete], required: true),
        .area("text", "Text", for: [send, edit], required: true, maxLength: 4096),
        .text("photo", "Photo", "An address, or the id of a file at Telegram.", for: [photo]),
        .area("caption", "Caption", for: [photo, document, video, audio], maxLength: 1024),
        .choice(
            "parseMode", "The text is", ["plain", "MarkdownV2", "HTML"],
            for: [send, edit, photo, document, video, audio],
            default: "plain"),
        .text("replyTo", "Reply to", "The id of a message.", for: [send, photo, document, video, audio, location]),
        .flag(
            "silent", "Without a sound", for: [send, photo, document, video, audio, location, group], default: false),
        .json("replyMarkup", "Keyboard", for: [send, edit, photo, document, video, audio, location]),
        .baseUrl("https://api.telegram.org"),
        .json(
            "file", "File", "{base64, contentType, name}, in place of an address.",
            for: [photo, document, video, audio]),
        .text("document", "Document", "An address, or the id of a file at Telegram.", for: [document]),
        .text("video", "Video", "An address, or the id of a file at Telegram.", for: [video]),
        .text("audio", "Audio", "An address, or the id of a file at Telegram.", for: [audio]),
        .number("latitude", "Latitude", for: [location], required: true, min: -90, max: 90),
        .number("longitude", "Longitude", for: [location], required: true, min: -180, max: 180),
        .json("media", "Media", "A list of {type, media, caption}.", for: [group], required: true),
        .text("callbackId", "Callback", "The id of the callback query.", for: [answer], required: true),
        .text("answer", "Text", for: [answer], maxLength: 200),
        .flag("alert", "As a dialog", for: [answer], default: false),
        .text("fileId", "File", "Its id at Telegram.", for: [getFile], required: true),
        .retryWrites(for: [send, photo, document, video, audio, location, group]),
    ],
    outputSchema: [
        .number("messageId"), .number("chatId"), .text("chatType"), .text("text", "Or the caption."),
        .text("fileId", "Of the photo."),
        .number("date", "Seconds since 1970."), .flag("deleted", always: true),
        .text("title", "Of a chat."), .flag("answered"), .object("file", "{base64, contentType, name}"),
        .list("messageIds", ofEach: .number),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
