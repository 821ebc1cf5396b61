import NodeKit

private let (speak, list, get) = ("Text to Speech", "List Voices", "Get Voice")
private let voice: [OutputField] = [
    .text("id"), .text("name"), .text("category"), .text("description"), .text("previewUrl"), .object("labels"),
]

private let node = NodeDefinition(
    id: "elevenlabs", name: "ElevenLabs", version: "1.0.0",
    description: "Speak texts with ElevenLabs, and look for voices.",
    category: "AI", tags: ["speech", "voice", "audio"],
    icon: NodeDefinition.icon("M6 9v6 M10 5v14 M14 8v8 M18 10v4"),
    docsUrl: "https://elevenlabs.io/docs/api-reference/introduction", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(speak, list, get),
        .secret("apiKey", "API key", "ELEVENLABS_API_KEY"),
        .text("voiceId", "Voice", "Its id.", for: [speak, get], required: true),
        .area("text", "Text", for: [speak], required: true),
        .text("modelId", "Model", for: [speak], default: "eleven_multilingual_v2"),
        .text("outputFormat", "Format", "Such as mp3_44100_128 or pcm_16000.", for: [speak], default: "mp3_44100_128"),
        .number("stability", "Stability", for: [speak], min: 0, max: 1),
        .number("similarityBoost", "Similarity", for: [speak], min: 0, max: 1),
        .text("search", "Search", "In names, descriptions and labels.", for: [list]),
        .limit(for: [list]),
        .baseUrl("https://api.elevenlabs.io"),
    ],
    outputSchema: [
        .text("audio", "The sound, in base64."), .text("contentType"), .number("size", "In bytes."),
        .text("id"), .text("name"), .text("category"), .text("description"), .text("previewUrl"), .object("labels"),
        .list("voices", of: voice), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "2 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
