import PluginMessages

/// The node types that the compiler knows itself.
package enum BuiltInNode: String, CaseIterable, Sendable {
    case step, sleep, branch
    case httpRequest = "http_request"

    /// What the node is, in the words of a plugin node.
    package var definition: NodeDefinition {
        switch self {
        case .step:
            NodeDefinition(
                id: rawValue, name: "Step", version: "1.0.0",
                description: "Code of your own, run once and remembered.", category: "Core",
                configSchema: [
                    ConfigField(
                        "code", .code, label: "Code", description: "The body of an async function.", required: true),
                    ConfigField("inline", .boolean, label: "In the run, not in a durable step", default: false),
                ] + Self.retryFields, providers: [])
        case .sleep:
            NodeDefinition(
                id: rawValue, name: "Sleep", version: "1.0.0", description: "Waits for a while.", category: "Core",
                configSchema: [
                    ConfigField(
                        "duration", .expression, label: "Duration", required: true, placeholder: "5 minutes",
                        validation: .init(format: .duration))
                ], providers: [])
        case .branch:
            NodeDefinition(
                id: rawValue, name: "Branch", version: "1.0.0",
                description: "Goes on where the first condition is true.", category: "Core",
                configSchema: [ConfigField("branches", .json, label: "Branches", required: true)], providers: [])
        case .httpRequest:
            NodeDefinition(
                id: rawValue, name: "HTTP request", version: "1.0.0",
                description: "Calls an HTTP service and remembers the answer.", category: "Core",
                configSchema: [
                    ConfigField(
                        "method", .select, label: "Method", default: "GET",
                        options: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].map { .init($0) }),
                    ConfigField("url", .string, label: "URL", required: true, validation: .init(format: .url)),
                    ConfigField("headers", .json, label: "Headers"),
                    ConfigField("queryParams", .json, label: "Query parameters"),
                    ConfigField("body", .json, label: "Body"),
                ] + Self.retryFields,
                outputSchema: [
                    OutputField("status", .number), OutputField("headers", .object),
                    OutputField("body", .object, description: "Parsed when it is JSON."),
                ], providers: [])
        }
    }

    private static let retryFields = [
        ConfigField("retryLimit", .number, label: "Retries", validation: .init(min: 0)),
        ConfigField("retryDelay", .expression, label: "Retry delay", validation: .init(format: .duration)),
        ConfigField(
            "backoff", .select, label: "Back-off",
            options: [.init("constant"), .init("linear"), .init("exponential")]),
        ConfigField("timeout", .expression, label: "Time-out", validation: .init(format: .duration)),
    ]
}
