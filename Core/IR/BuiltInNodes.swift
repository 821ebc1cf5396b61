import JSON
import PluginMessages

/// The definitions of the built-in nodes, in the words of plugin nodes: for editors, and to check their fields.
package enum BuiltInNodes {
    package static let definitions = BuiltInNode.allCases.map(define)

    private static let byNode = Dictionary(
        zip(BuiltInNode.allCases, definitions), uniquingKeysWith: { first, _ in first })

    private static let fieldsByNode = byNode.mapValues(\.configSchema)

    static func definition(of node: BuiltInNode) -> NodeDefinition { byNode[node] ?? define(node) }

    /// The fields alone, which are less to pass on.
    static func fields(of node: BuiltInNode) -> [ConfigField] { fieldsByNode[node] ?? [] }

    private static func define(_ node: BuiltInNode) -> NodeDefinition {
        switch node {
        case .step:
            make(
                node, "Step", "Code of your own, run once and remembered.",
                [
                    ConfigField(
                        "code", .code, label: "Code", description: "The body of an async function.", required: true),
                    ConfigField("inline", .boolean, label: "In the run, not in a durable step", default: false),
                ] + retries)
        case .sleep: make(node, "Sleep", "Waits for a while.", [duration("duration", "Duration", required: true)])
        case .sleepUntil:
            make(
                node, "Sleep until", "Waits until a time.",
                [
                    ConfigField(
                        "timestamp", .expression, label: "Time", description: "ISO 8601", required: true,
                        placeholder: "2030-01-01T09:00:00Z", validation: .init(format: .dateTime))
                ])
        case .branch:
            make(
                node, "Branch", "Goes on where the first condition is true.",
                [ConfigField("branches", .json, label: "Branches", required: true)])
        case .parallel: make(node, "Parallel", "Runs its arms at once and waits for all of them.", [])
        case .race: make(node, "Race", "Runs its arms at once and goes on with the first that ends.", [])
        case .tryCatch: make(node, "Try and catch", "Runs an arm for the error of another, and one in any case.", [])
        case .loop: make(node, "Loop", "Repeats its body.", loopFields)
        case .exit:
            make(
                node, "Break", "Leaves the loop, or the run when there is none.",
                [ConfigField("condition", .expression, label: "Condition", description: "Always, when empty.")])
        case .httpRequest:
            make(
                node, "HTTP request", "Calls an HTTP service and remembers the answer.",
                [
                    method(default: "GET"),
                    ConfigField("url", .string, label: "URL", required: true, validation: .init(format: .url)),
                    ConfigField("headers", .json, label: "Headers"),
                    ConfigField("queryParams", .json, label: "Query parameters"),
                    ConfigField("body", .json, label: "Body"),
                ] + retries,
                [
                    OutputField("status", .number), OutputField("headers", .object),
                    OutputField("body", .object, description: "Parsed when it is JSON."),
                ])
        case .waitForEvent:
            make(
                node, "Wait for an event", "Waits until an event is sent to the run.",
                [
                    ConfigField(
                        "eventType", .string, label: "Event type", required: true,
                        validation: .init(minLength: 1, maxLength: 100)),
                    duration("timeout", "Time-out", default: "24 hours"),
                ], [OutputField("payload", .object)])
        case .subWorkflow: make(node, "Workflow", "Starts another workflow and waits for its end.", subWorkflowFields)
        case .subScript:
            make(
                node, "Script", "Calls another script.",
                [
                    ConfigField(
                        "workerName", .string, label: "Script",
                        description: "The function's id, or the name of its deployed service.", required: true),
                    method(default: "POST"),
                    ConfigField("url", .string, label: "Path or URL", default: "/"),
                    ConfigField("headers", .json, label: "Headers"), ConfigField("body", .json, label: "Body"),
                ] + retries)
        }
    }

    private static func make(
        _ node: BuiltInNode, _ name: String, _ description: String, _ fields: [ConfigField],
        _ output: [OutputField] = []
    ) -> NodeDefinition {
        NodeDefinition(
            id: node.rawValue, name: name, version: "1.0.0", description: description, category: "Core",
            configSchema: fields, outputSchema: output, providers: [])
    }

    private static let loopFields = [
        ConfigField(
            "loopType", .select, label: "Kind", required: true,
            options: [.init("forEach"), .init("while"), .init("times")]),
        ConfigField("collection", .expression, label: "Collection", description: "Of forEach."),
        ConfigField("itemVar", .string, label: "Name of the item", default: "item"),
        ConfigField("indexVar", .string, label: "Name of the index", default: "i"),
        ConfigField("condition", .expression, label: "Condition", description: "Of while."),
        ConfigField("count", .number, label: "Count", description: "Of times.", validation: .init(min: 1)),
    ]

    private static let subWorkflowFields = [
        ConfigField(
            "workflowId", .string, label: "Workflow",
            description: "The workflow's id, or the name of its deployed service.", required: true),
        ConfigField(
            "workflowName", .string, label: "Class", description: "Derived from the workflow; may be left out."),
        ConfigField("input", .json, label: "Input"),
        ConfigField("waitForCompletion", .boolean, label: "Wait for its end", default: true),
        duration("timeout", "Time-out", default: "5 minutes"),
    ]

    /// The defaults are the platform's (Cloudflare documentation, "Workflows: Sleeping and retrying").
    private static let retries = [
        ConfigField(
            "retryLimit", .number, label: "Retries", description: "Attempts after the first.", default: 5,
            validation: .init(min: 0)),
        duration("retryDelay", "Retry delay", default: "10 seconds"),
        ConfigField(
            "backoff", .select, label: "Back-off", default: "exponential",
            options: [.init("constant"), .init("linear"), .init("exponential")]),
        duration("timeout", "Time-out", default: "10 minutes"),
    ]

    private static func duration(
        _ name: String, _ label: String, required: Bool = false, default value: JSONValue? = nil
    ) -> ConfigField {
        ConfigField(
            name, .expression, label: label, required: required, default: value, placeholder: "5 minutes",
            validation: .init(format: .duration))
    }

    private static func method(default method: String) -> ConfigField {
        ConfigField(
            "method", .select, label: "Method", default: .string(method),
            options: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].map { .init($0) })
    }
}
