import NodeKit

private let (text, template, media) = ("Send Text", "Send Template", "Send Media")
private let (interactive, reaction, location) = ("Send Interactive", "Send Reaction", "Send Location")
private let (read, upload, download) = ("Mark as Read", "Upload Media", "Download Media")
private let templates = "List Templates"
private let sends = [text, template, media, interactive, reaction, location]

private let node = NodeDefinition(
    id: "whatsapp-business", name: "WhatsApp Business", version: "1.0.0",
    description: "Send texts, templates, media and buttons with WhatsApp's Cloud API, and read media.",
    category: "Messaging", tags: ["chat", "message", "meta"],
    icon: NodeDefinition.icon("M4 20l1-4a8 8 0 1 1 3 3z M9 9c0 3 3 6 6 6l1-2l-2-1l-1 1l-2-2l1-1l-1-2z"),
    docsUrl: "https://developers.facebook.com/documentation/business-messaging/whatsapp/", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action(text, template, media, interactive, reaction, location, read, upload, download, templates),
        .secret("accessToken", "Access token", "WHATSAPP_ACCESS_TOKEN"),
        .text("phoneNumberId", "Phone number", "Its id.", for: sends + [read, upload], required: true),
        .text("to", "To", "A number with its country, such as +4930123456.", for: sends, required: true),
        .area("text", "Text", for: [text], required: true, maxLength: 4096),
        .flag("preview", "Preview of a link", for: [text], default: false),
        .text("template", "Template", "Its name.", for: [template], required: true),
        .text("language", "Language", "Such as en_US.", for: [template], default: "en_US"),
        .json("parameters", "Values of the body", "A list, or an object by name.", for: [template]),
        .json(
            "components", "Components", "A list in the form of WhatsApp's API, in place of the values.",
            for: [template]),
        .choice(
            "kind", "Kind", ["image", "document", "audio", "video", "sticker"], for: [media], default: "image"),
        .text("link", "Address", "This, or a medium's id.", for: [media]),
        .text("mediaId", "Medium", "Its id.", for: [media]),
        .text("caption", "Caption", for: [media]),
        .text("fileName", "File name", "Of a document.", for: [media]),
        .json(
            "interactive", "Interactive", "Buttons or a list, in the form of WhatsApp's API.", for: [interactive],
            required: true),
        .text("messageId", "Message", "Its id.", for: [reaction, read], required: true),
        .text("emoji", "Emoji", "None removes the reaction.", for: [reaction]),
        .number("latitude", "Latitude", for: [location], required: true, min: -90, max: 90),
        .number("longitude", "Longitude", for: [location], required: true, min: -180, max: 180),
        .text("placeName", "Name", for: [location]),
        .text("address", "Address", for: [location]),
        .text("replyTo", "Reply to", "The id of a message.", for: [text, template, media, interactive, location]),
        .json("file", "File", "{base64, contentType, name} of a previous step.", for: [upload], required: true),
        .text("downloadId", "Medium", "Its id.", for: [download], required: true),
        .text("accountId", "Business account", "Its id.", for: [templates], required: true),
        .limit(for: [templates]),
        .text("apiVersion", "Version of the Graph API", default: "v24.0"),
        .retryWrites(for: sends + [upload]),
        .baseUrl("https://graph.facebook.com"),
    ],
    outputSchema: [
        .text("messageId"), .text("recipient", "As WhatsApp knows it."), .text("status"), .text("mediaId"),
        .object("file", of: [.text("base64"), .text("contentType"), .text("name")]),
        .list("templates", of: [.text("id"), .text("name"), .text("language"), .text("status"), .text("category")]),
        .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest(connection: ["apiVersion"]).plugin(template: PackageResources.template_ts).start(host)
}
