import NodeKit

private let (chat, transcribe, translate) = ("Chat Completion", "Transcribe Audio", "Translate Audio")
private let models = "List Models"

/// https://console.groq.com/docs/api-reference#models-list
private let modelList = VendorList("/openai/v1/models", items: "data", label: "id", value: "id")

private let node = NodeDefinition(
    id: "groq", name: "Groq", version: "1.0.0",
    description: "Chat with open models on Groq, and turn speech into text.",
    category: "AI", tags: ["llm", "chat", "speech"],
    icon: NodeDefinition.icon("M12 4a6 6 0 1 0 0 12a6 6 0 0 0 0-12 M18 10v4a6 6 0 0 1-10 4"),
    docsUrl: "https://console.groq.com/docs/api-reference", author: "Millrace", license: "Apache-2.0",
    configSchema: ConfigField.joined(
        [
            .action(chat, transcribe, translate, models),
            .secret("apiKey", "API key", "GROQ_API_KEY"),
            .text("model", "Model", "By default one for the action.", for: [chat, transcribe, translate])
                .options(from: modelList),
        ], ConfigField.chat(for: [chat]),
        [
            .choice("reasoning", "Reasoning", ["none", "default", "low", "medium", "high"], for: [chat]),
            .text("audioUrl", "Audio", "Its URL; or the file.", for: [transcribe, translate]),
            .json(
                "file", "File", "{base64, contentType, name} of a previous step.", for: [transcribe, translate]),
            .text("language", "Language", "Such as en.", for: [transcribe]),
            .area("audioPrompt", "Spelling", "Names and terms that occur.", for: [transcribe, translate]),
            .flag("segments", "With times", for: [transcribe, translate], default: false),
            .retryWrites(for: []),
            .baseUrl("https://api.groq.com"),
        ]),
    outputSchema: OutputField.joined(
        OutputField.chat,
        [
            .text("language"), .number("duration", "In seconds."),
            .list("segments", of: [.number("start"), .number("end"), .text("text")]), .models,
        ]),
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "5 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
