import NodeKit

private let (speak, list, get) = ("Text to Speech", "List Voices", "Get Voice")
private let voice: [OutputField] = [
    .text("id"), .text("name"), .text("category"), .text("description"), .text("previewUrl"), .object("labels"),
]

private let (transcribe, effect) = ("Speech to Text", "Sound Effect")
/// https://elevenlabs.io/docs/api-reference/voices/search, …/models/list
private func listed(
    _ path: String, _ items: String, value: String, query: JSONObject? = nil, search: JSONObject? = nil,
    pages: VendorPages? = nil
) -> VendorList {
    VendorList(
        path, items: items, label: "name", value: value, query: query, search: search, pages: pages,
        headers: ["xi-api-key": "{apiKey}"])
}
private let voices = listed(
    "/v2/voices", "voices", value: "voice_id", query: ["page_size": "100"], search: ["search": "{search}"],
    pages: .cursor("next_page_token", as: "next_page_token"))

private let node = NodeDefinition(
    id: "elevenlabs", name: "ElevenLabs", version: "1.1.0",
    description: "Speak texts, write down speech and make sounds with ElevenLabs.",
    category: "AI", tags: ["speech", "voice", "audio"],
    icon: NodeDefinition.icon("M6 9v6 M10 5v14 M14 8v8 M18 10v4"),
    docsUrl: "https://elevenlabs.io/docs/api-reference/introduction", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(speak, list, get, transcribe, effect),
        .secret("apiKey", "API key", "ELEVENLABS_API_KEY"),
        .text("voiceId", "Voice", "Its id.", for: [speak, get], required: true).options(from: voices),
        .area("text", "Text", for: [speak, effect], required: true),
        .text("modelId", "Model", for: [speak], default: "eleven_multilingual_v2")
            .options(from: listed("/v1/models", "", value: "model_id")),
        .text("outputFormat", "Format", "Such as mp3_44100_128 or pcm_16000.", for: [speak], default: "mp3_44100_128"),
        .number("stability", "Stability", for: [speak], min: 0, max: 1),
        .number("similarityBoost", "Similarity", for: [speak], min: 0, max: 1),
        .text("search", "Search", "In names, descriptions and labels.", for: [list]),
        .limit(for: [list]),
        .baseUrl("https://api.elevenlabs.io"),
        .json("file", "Sound", "{base64, contentType, name}", for: [transcribe], required: true),
        .text("transcriptionModel", "Model", for: [transcribe], default: "scribe_v1"),
        .text("language", "Language", "Such as en.", for: [transcribe]),
        .number("duration", "Duration", "In seconds.", for: [effect], min: 0.5, max: 30),
        .retryWrites(for: []),
    ],
    outputSchema: [
        .text("audio", "The sound, in base64."), .text("contentType"), .number("size", "In bytes."),
        .text("id"), .text("name"), .text("category"), .text("description"), .text("previewUrl"), .object("labels"),
        .list("voices", of: voice), .flag("hasMore"),
        .text("text"), .text("language"), .object("file", "{base64, contentType, name}"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "2 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
