import NodeKit

private let node = NodeDefinition(
    id: "perplexity", name: "Perplexity", version: "1.0.0",
    description: "Ask Perplexity's models, which search the web and name their sources.",
    category: "AI", tags: ["llm", "search"],
    icon: NodeDefinition.icon("M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14 M16 16l5 5 M8 11h6"),
    docsUrl: "https://docs.perplexity.ai/api-reference/agent-post", author: "Millrace",
    license: "Apache-2.0",
    configSchema: [
        .action("Chat Completion"),
        .secret("apiKey", "API key", "PERPLEXITY_API_KEY"),
        .text("model", "Model", "perplexity/sonar when it and the preset are empty."),
        .choice("preset", "Preset", ["fast", "low", "medium", "high", "xhigh"]),
        .area("prompt", "Prompt", "The user's message; used when \"messages\" is empty."),
        .json("messages", "Messages", "A list of {role, content}; the prompt comes after them."),
        .area("system", "System", "How the model is to behave."),
        .number("temperature", "Temperature", min: 0, max: 2),
        .number("maxTokens", "Tokens at most", min: 1),
        .text("domains", "Domains", "To search in, or with a minus not in; with commas between."),
        .choice("recency", "Not older than a", ["hour", "day", "week", "month", "year"]),
        .flag("mustSearch", "Search in any case", "Else the model decides.", default: false),
        .baseUrl("https://api.perplexity.ai"),
    ],
    outputSchema: [
        .text("id"), .text("model", always: true), .text("text", always: true),
        .text("finishReason", "completed, or such as max_output_tokens."),
        .list("citations", "Addresses.", ofEach: .string, always: true),
        .list("sources", of: [.text("title"), .text("url"), .text("date")], always: true),
        .number("inputTokens"), .number("outputTokens"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "5 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
