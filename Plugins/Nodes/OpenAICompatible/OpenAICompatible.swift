import NodeKit

private let (chat, embed, models) = ("Chat Completion", "Create Embedding", "List Models")

private let node = NodeDefinition(
    id: "openai-compatible", name: "OpenAI-compatible model", version: "1.0.0",
    description: "Chat and embed with any API that is compatible with OpenAI's, such as OpenRouter, Ollama or vLLM.",
    category: "AI", tags: ["llm", "chat", "openrouter", "ollama", "azure"],
    icon: NodeDefinition.icon("M12 3l8 4.5v9L12 21l-8-4.5v-9z M8 12h8 M12 8v8"),
    docsUrl: "https://platform.openai.com/docs/api-reference/chat", author: "Millrace", license: "Apache-2.0",
    configSchema: ConfigField.joined(
        [
            .action(chat, embed, models),
            .secret("apiKey", "API key", "OPENAI_COMPATIBLE_API_KEY"),
            .text(
                "baseUrl", "API address", "With its version, such as https://openrouter.ai/api/v1.", required: true,
                format: .url),
            .choice("authorization", "Authorization", ["Bearer", "api-key header", "None"], default: "Bearer"),
            .text("model", "Model", for: [chat, embed], required: true),
        ], ConfigField.chat(for: [chat]),
        [
            .choice(
                "tokenLimit", "Name of the limit", ["max_tokens", "max_completion_tokens"], for: [chat],
                default: "max_tokens"),
            .json("options", "Other options", "An object that is merged into the request.", for: [chat, embed]),
            .embedding(for: [embed]),
            .number("dimensions", "Dimensions", for: [embed], min: 1),
            .retryWrites(for: []),
        ]),
    outputSchema: OutputField.joined(OutputField.chat, OutputField.embeddings, [.models]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "5 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest(connection: ["authorization"]).plugin(template: PackageResources.template_ts).start(host)
}
