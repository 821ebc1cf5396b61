import NodeKit

private let (generate, json, embed) = ("Generate Content", "Generate JSON", "Embed Text")
private let (search, count) = ("Search Web", "Count Tokens")

private let node = NodeDefinition(
    id: "google-gemini", name: "Google Gemini", version: "1.1.0",
    description: "Generate texts and JSON, embed, search the web and count tokens with Gemini.",
    category: "AI", tags: ["llm", "gemini", "google"],
    icon: NodeDefinition.icon("M12 3c1 6 3 8 9 9c-6 1-8 3-9 9c-1-6-3-8-9-9c6-1 8-3 9-9z"),
    docsUrl: "https://ai.google.dev/api", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(generate, json, embed, search, count),
        .secret("apiKey", "API key", "GOOGLE_GEMINI_API_KEY"),
        .text("model", "Model", "gemini-3.5-flash when empty, gemini-embedding-2 for embeddings."),
        .area("prompt", "Prompt", "Or the text to embed or count.", required: true),
        .area("system", "System", "How the model is to behave.", for: [generate, json, search]),
        .number("temperature", "Temperature", for: [generate, json, search], min: 0, max: 2),
        .number("maxTokens", "Tokens at most", for: [generate, json, search], min: 1),
        .json("schema", "Schema", "The JSON Schema that the answer is to fit.", for: [json]),
        .text(
            "taskType", "Use of the embedding", "For models that take one, such as RETRIEVAL_DOCUMENT.", for: [embed]),
        .number("dimensions", "Dimensions", for: [embed], min: 1),
        .baseUrl("https://generativelanguage.googleapis.com"),
        .json(
            "files", "Files", "Images, sound or PDFs: a file, {base64, contentType}, or a list of files.",
            for: [generate, json, count]),
        .json(
            "contents", "Conversation", "A list of {role, parts}; the prompt comes after it.",
            for: [generate, json, search, count]),
        .retryWrites(for: []),
    ],
    outputSchema: [
        .text("text"), .text("model", always: true), .text("finishReason"),
        OutputField("json", .object, description: "What the JSON is, as value.", nullable: true, properties: nil),
        .list("embedding", ofEach: .number), .list("sources", "Of a search.", of: [.text("title"), .text("url")]),
        .list("queries", "What was searched for.", ofEach: .string), .number("inputTokens"), .number("outputTokens"),
        .number("totalTokens"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "5 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
