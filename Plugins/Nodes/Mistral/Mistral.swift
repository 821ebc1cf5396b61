import NodeKit

private let (chat, embed, read) = ("Chat Completion", "Create Embedding", "Read Document")
private let (moderate, models) = ("Moderate Content", "List Models")

/// https://docs.mistral.ai/api/endpoint/models
private let modelList = VendorList("/v1/models", items: "data", label: "id", value: "id")

private let node = NodeDefinition(
    id: "mistral", name: "Mistral", version: "1.0.0",
    description: "Chat with Mistral's models, read documents, embed texts and moderate content.",
    category: "AI", tags: ["llm", "chat", "ocr"],
    icon: NodeDefinition.icon("M4 19V5h3l5 6l5-6h3v14 M4 12h16"),
    docsUrl: "https://docs.mistral.ai/api/", author: "Millrace", license: "Apache-2.0",
    configSchema: ConfigField.joined(
        [
            .action(chat, embed, read, moderate, models),
            .secret("apiKey", "API key", "MISTRAL_API_KEY"),
            .text("model", "Model", "By default the newest for the action.", for: [chat, embed, read, moderate])
                .options(from: modelList),
        ], ConfigField.chat(for: [chat], maxTemperature: 1.5),
        [
            .number("seed", "Seed", "The same seed makes answers repeatable.", for: [chat], min: 0),
            .flag("safePrompt", "Safety prompt", "Adds Mistral's safety instructions.", for: [chat], default: false),
            .embedding(for: [embed, moderate]),
            .text("documentUrl", "Document", "The URL or data URL of a PDF or an image.", for: [read], required: true),
            .choice("documentType", "Is", ["document", "image"], for: [read], default: "document"),
            .text("pages", "Pages", "Numbers from 0, separated by commas; by default all.", for: [read]),
            .retryWrites(for: []),
            .baseUrl("https://api.mistral.ai"),
        ]),
    outputSchema: OutputField.joined(
        OutputField.chat, OutputField.embeddings,
        [
            .list("pages", of: [.number("index"), .text("markdown")]), .flag("flagged"),
            .list("flaggedCategories", ofEach: .string), .object("scores", "Numbers by category."), .models,
        ]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "5 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
