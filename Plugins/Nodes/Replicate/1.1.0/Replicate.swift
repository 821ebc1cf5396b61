import NodeKit

private let (create, get) = ("Create Prediction", "Get Prediction")
private let (cancel, list) = ("Cancel Prediction", "List Predictions")
private let prediction: [OutputField] = [
    .text("id"), .text("status"), .text("model"), .text("version"), .text("createdAt"), .text("completedAt"),
]

private let node = NodeDefinition(
    id: "replicate", name: "Replicate", version: "1.1.0",
    description: "Run models on Replicate: create, read, cancel and list predictions.",
    category: "AI", tags: ["models", "prediction"],
    icon: NodeDefinition.icon("M5 20V4h14 M10 20V9h9 M15 20v-6h4"),
    docsUrl: "https://replicate.com/docs/reference/http", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, get, cancel, list),
        .secret("apiToken", "API token", "REPLICATE_API_TOKEN"),
        .text("model", "Model", "Such as owner/name, or owner/name:version.", for: [create]),
        .text("version", "Version", "The id of a model's version, in place of a model.", for: [create]),
        .json("input", "Input", "An object.", for: [create], required: true),
        .number("wait", "Wait", "Up to so many seconds for the output.", for: [create], min: 0, max: 60),
        .text("webhook", "Webhook", "Told when it is done.", for: [create], format: .url),
        .text("predictionId", "Prediction", "Its id.", for: [get, cancel], required: true),
        .limit(for: [list]),
        .baseUrl("https://api.replicate.com"),
        .retryWrites(for: [create]),
    ],
    outputSchema: [
        .text("id"), .text("status", "starting, processing, succeeded, failed or canceled."), .text("model"),
        .text("version"),
        .object("result", "{output}: what the model gave."), .text("error"), .text("url"),
        .number("seconds", "It took."),
        .text("createdAt"), .text("completedAt"), .list("predictions", of: prediction), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "2 minutes", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
