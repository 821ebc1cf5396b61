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
                node, "Step", "Runs your code once and records its result.",
                [
                    ConfigField(
                        "code", .code, label: "Code", description: "The body of an async function.", required: true),
                    ConfigField("inline", .boolean, label: "In the run, not in a durable step", default: false),
                ] + retries)
        case .sleep: make(node, "Sleep", "Waits for a duration.", [duration("duration", "Duration", required: true)])
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
                node, "Branch",
                "Runs the first arm whose condition is true. Each edge to an arm has the arm's label; an edge with the "
                    + "label \"then\" leads to what runs after any of them. Arms may also meet in one node.",
                [
                    ConfigField(
                        "branches", .json, label: "Branches",
                        description:
                            "The arms in their order: [{ \"label\": \"large\", \"condition\": \"{{order.total}} > 100\" }, { \"label\": "
                            + "\"other\", \"condition\": \"\" }]. A condition is a JavaScript expression; an empty one is the else arm.",
                        required: true)
                ])
        case .parallel:
            make(
                node, "Parallel",
                "Runs its arms at once and waits for all of them; its value is the array of their last values. Edges "
                    + "without a label lead to the arms; an edge with the label \"then\" leads to what runs afterwards.",
                [])
        case .race:
            make(
                node, "Race",
                "Runs its arms at once and continues with the first that ends, whose last value is its value; the "
                    + "other arms begin no further step. Edges without a label lead to the arms; an edge with the "
                    + "label \"then\" leads to what runs afterwards.", [])
        case .tryCatch:
            make(
                node, "Try and catch",
                "Runs the arm \"catch\" when the arm \"try\" fails, and the arm \"finally\", which may be absent, in any case. "
                    + "Edges have these labels; an edge with the label \"then\" leads to what runs afterwards. In the arm "
                    + "\"catch\", the error is {{err}}, with {{err.message}} and {{err.name}}; in code it is the variable err. A "
                    + "node in the arm \"try\" fails after its own retries (by default 5, the first after 10 seconds); set "
                    + "config.retries.limit to 0 to reach \"catch\" at once.", [])
        case .loop:
            make(
                node, "Loop",
                "Repeats its body; its value is the array of each round's last value. The edge to the body has the label "
                    + "\"body\"; an edge with the label \"then\" leads to what runs afterwards.", loopFields)
        case .exit:
            make(
                node, "Break", "Leaves the loop, or ends the run outside a loop.",
                [ConfigField("condition", .expression, label: "Condition", description: "If empty, always.")])
        case .httpRequest:
            make(
                node, "HTTP request", "Calls an HTTP service and records the response.",
                [
                    method(default: "GET"),
                    ConfigField("url", .string, label: "URL", required: true, validation: .init(format: .url)),
                    ConfigField("headers", .json, label: "Headers"),
                    ConfigField(
                        "queryParams", .json, label: "Query parameters",
                        description: "Added to the URL; an array adds its name once for each item."),
                    ConfigField("body", .json, label: "Body"),
                    ConfigField(
                        "credential", .string, label: "Credential",
                        description: "The name of a credential that authorizes the request."),
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
                    duration("timeout", "Timeout", default: "24 hours"),
                ], [OutputField("payload", .object)])
        case .subWorkflow: make(node, "Workflow", "Starts another workflow and waits for it to end.", subWorkflowFields)
        case .subScript:
            make(
                node, "Function", "Calls a function.",
                [
                    ConfigField(
                        "workerName", .string, label: "Function",
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
        ConfigField(
            "collection", .expression, label: "Collection",
            description:
                "For `forEach`: the array to iterate over."),
        ConfigField("itemVar", .string, label: "Name of the item", default: "item"),
        ConfigField("indexVar", .string, label: "Name of the index", default: "i"),
        ConfigField(
            "condition", .expression, label: "Condition",
            description:
                "For `while`: the condition, checked before each round."),
        ConfigField(
            "count", .number, label: "Count",
            description:
                "For `times`: the number of rounds.", validation: .init(min: 1)),
    ]

    private static let subWorkflowFields = [
        ConfigField(
            "workflowId", .string, label: "Workflow",
            description: "The workflow's id, or the name of its deployed service.", required: true),
        ConfigField(
            "workflowName", .string, label: "Class", description: "Derived from the workflow; may be omitted."),
        ConfigField("input", .json, label: "Input"),
        ConfigField("waitForCompletion", .boolean, label: "Wait for its end", default: true),
        duration("timeout", "Timeout", default: "5 minutes"),
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
        duration("timeout", "Timeout", default: "10 minutes"),
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
