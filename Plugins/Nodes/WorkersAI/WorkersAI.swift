import NodeKit

private let (chat, embed, image) = ("Chat Completion", "Create Embedding", "Create Image")
private let (transcribe, translate, run) = ("Transcribe Audio", "Translate Text", "Run Model")
private let models = "List Models"

private let node = NodeDefinition(
    id: "workers-ai", name: "Cloudflare Workers AI", version: "1.0.0",
    description: "Run open models on Cloudflare: chats, embeddings, images, speech, translation.",
    category: "AI", tags: ["llm", "chat", "cloudflare", "image"],
    icon: NodeDefinition.icon("M6 17a4 4 0 0 1 0-8a6 6 0 0 1 11-1a4.5 4.5 0 0 1 1 9z M10 13l2-4v4h2l-2 4"),
    docsUrl: "https://developers.cloudflare.com/workers-ai/", author: "Millrace", license: "Apache-2.0",
    configSchema: ConfigField.joined(
        [
            .action(chat, embed, image, transcribe, translate, run, models),
            .secret("apiToken", "API token", "CLOUDFLARE_AI_TOKEN"),
            .text("accountId", "Account", "Its id.", required: true),
            .text(
                "model", "Model", "By default one for the action.",
                for: [chat, embed, image, transcribe, translate, run]),
        ], ConfigField.chat(for: [chat]),
        [
            .embedding(for: [embed]),
            .area("imagePrompt", "Prompt", "What the image shows.", for: [image], required: true),
            .number("steps", "Steps", for: [image], min: 1, max: 20),
            .json("file", "Audio", "{base64, contentType} of a previous step.", for: [transcribe], required: true),
            .area("sourceText", "Text", for: [translate], required: true),
            .text("sourceLanguage", "From", "Such as en.", for: [translate], default: "en"),
            .text("targetLanguage", "To", "Such as fr.", for: [translate], required: true),
            .json("modelInput", "Input", "As the model's page describes it.", for: [run], required: true),
            .text("search", "Search", "A part of the name.", for: [models]),
            .limit(for: [models]),
            .retryWrites(for: []),
            .baseUrl("https://api.cloudflare.com/client/v4"),
        ]),
    outputSchema: OutputField.joined(
        OutputField.chat, OutputField.embeddings,
        [
            .text("imageBase64"), .text("imageType"), .text("language"),
            .object("result", "{value}: what the model returned."),
            .list("models", of: [.text("id"), .text("task"), .text("description")]), .flag("hasMore"),
        ]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "5 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest(connection: ["accountId"]).plugin(template: PackageResources.template_ts).start(host)
}
