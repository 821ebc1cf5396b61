import NodeKit

private let (chat, embed) = ("Chat Completion", "Create Embedding")
private let (image, moderate) = ("Create Image", "Moderate Content")

private let node = NodeDefinition(
    id: "openai", name: "OpenAI", version: "1.0.0",
    description: "Chat with OpenAI's models, embed texts, make images and moderate content.",
    category: "AI", tags: ["llm", "chat", "image"],
    icon: NodeDefinition.icon("M12 3l8 4.5v9L12 21l-8-4.5v-9z M12 8l4 2.2v4L12 16.5l-4-2.3v-4z"),
    docsUrl: "https://platform.openai.com/docs/api-reference", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(chat, embed, image, moderate),
        .secret("apiKey", "API key", "OPENAI_API_KEY"),
        .text("model", "Model", "One of the action's own when empty."),
        .area("prompt", "Prompt", "What the user says, or the image shows.", for: [chat, image]),
        .json("messages", "Messages", "A list of {role, content}; the prompt comes after them.", for: [chat]),
        .area("system", "System", "How the model is to behave.", for: [chat]),
        .number("temperature", "Temperature", for: [chat], min: 0, max: 2),
        .number("maxTokens", "Tokens at most", for: [chat], min: 1),
        .flag("json", "Answer is JSON", for: [chat], default: false),
        .area("input", "Text", for: [embed, moderate], required: true),
        .number("dimensions", "Dimensions", for: [embed], min: 1),
        .text("size", "Size", "Such as 1024x1024.", for: [image]),
        .choice("quality", "Quality", ["auto", "low", "medium", "high"], for: [image]),
        .choice("format", "Format", ["webp", "jpeg", "png"], for: [image], default: "webp"),
        .number(
            "compression", "Quality of WebP and JPEG", "In percent. What is over 1 MB no step can keep.", for: [image],
            default: 80, min: 0, max: 100),
        .baseUrl("https://api.openai.com"),
    ],
    outputSchema: [
        .text("id"), .text("model"), .text("text"), .text("finishReason"), .object("json", "The answer as value."),
        .number("inputTokens"), .number("outputTokens"), .list("embedding", ofEach: .number),
        .text("imageBase64"), .text("imageType", "Such as image/webp."), .flag("flagged"),
        .list("flaggedCategories", ofEach: .string),
        .object("scores", "Numbers by category."),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "5 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
