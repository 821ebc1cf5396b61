import NodeKit

private let node = NodeDefinition(
    id: "anthropic", name: "Anthropic", version: "1.0.0",
    description: "Ask a Claude model of Anthropic.",
    category: "AI", tags: ["llm", "claude", "chat"],
    icon: NodeDefinition.icon("M12 4v16 M4 12h16 M6 6l12 12 M18 6L6 18"),
    docsUrl: "https://docs.anthropic.com/en/api/messages", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action("Chat Completion"),
        .secret("apiKey", "API key", "ANTHROPIC_API_KEY"),
        .text("model", "Model", required: true, default: "claude-sonnet-4-6"),
        .area("prompt", "Prompt", "The user's message; used when \"messages\" is empty."),
        .json("messages", "Messages", "A list of {role, content}; the prompt comes after them."),
        .area("system", "System", "How the model is to behave."),
        .number("maxTokens", "Tokens at most", default: 1024, min: 1),
        .number("temperature", "Temperature", min: 0, max: 1),
        .text("stopSequences", "Stop at", "Texts, with commas between."),
        .baseUrl("https://api.anthropic.com"),
    ],
    outputSchema: [
        .text("id", always: true), .text("model", always: true), .text("text", "What it says.", always: true),
        .text("stopReason"), .number("inputTokens"), .number("outputTokens"),
        .list("content", "Every part of the answer.", always: true),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "5 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
