import PluginMessages

/// The node types that the compiler knows itself.
package enum BuiltInNode: String, CaseIterable, Sendable {
    case step, sleep, branch, parallel, race, loop
    case sleepUntil = "sleep_until"
    case httpRequest = "http_request"
    case waitForEvent = "wait_for_event"
    case tryCatch = "try_catch"
    case exit = "break"
    case subWorkflow = "sub_workflow"
    case subScript = "sub_script"

    /// Whether the node runs arms of its own.
    package var isContainer: Bool {
        switch self {
        case .branch, .parallel, .race, .loop, .tryCatch: true
        case .step, .sleep, .sleepUntil, .httpRequest, .waitForEvent, .exit, .subWorkflow, .subScript: false
        }
    }

    /// Whether the node waits, which only a durable run can.
    package var needsDurableRun: Bool {
        switch self {
        case .sleep, .sleepUntil, .waitForEvent: true
        case .step, .branch, .parallel, .race, .loop, .httpRequest, .tryCatch, .exit, .subWorkflow, .subScript: false
        }
    }

    /// Whether the node has a value.
    package var hasValue: Bool {
        switch self {
        case .sleep, .sleepUntil, .exit: false
        case .step, .branch, .parallel, .race, .loop, .httpRequest, .waitForEvent, .tryCatch, .subWorkflow,
            .subScript:
            true
        }
    }

    /// The fields that must be written out: what they say is decided before anything runs.
    var literalFields: Set<String> {
        switch self {
        case .step, .httpRequest, .subScript: ["credential", "inline", "workerName"]
        case .loop: ["loopType", "itemVar", "indexVar"]
        case .subWorkflow: ["workflowId", "workflowName", "waitForCompletion"]
        case .sleep, .sleepUntil, .branch, .parallel, .race, .waitForEvent, .tryCatch, .exit: []
        }
    }

    /// The fields that are mostly written out and may also be known only when the run reaches the node.
    package var settings: [String] {
        switch self {
        case .step: Self.retries
        case .httpRequest, .subScript: ["method"] + Self.retries
        case .waitForEvent: ["eventType", "timeout"]
        case .subWorkflow: ["timeout"]
        case .sleep, .sleepUntil, .branch, .parallel, .race, .loop, .tryCatch, .exit: []
        }
    }

    /// The fields in which `${…}` is JavaScript.
    package var codeFields: Set<String> {
        switch self {
        case .httpRequest: ["url", "headers", "queryParams", "body"]
        case .subScript: ["url", "headers", "body"]
        case .subWorkflow: ["input"]
        case .step, .sleep, .sleepUntil, .branch, .parallel, .race, .waitForEvent, .loop, .tryCatch, .exit: []
        }
    }

    /// The fields in which a text of JSON is read as the value that it is.
    var valueTexts: Set<String> {
        switch self {
        case .httpRequest: ["headers", "queryParams"]
        case .subScript: ["headers"]
        case .subWorkflow: ["input"]
        case .step, .sleep, .sleepUntil, .branch, .parallel, .race, .waitForEvent, .loop, .tryCatch, .exit: []
        }
    }

    private static let retries = ["retryLimit", "retryDelay", "backoff", "timeout"]

    /// What the node is, in the words of a plugin node.
    package var definition: NodeDefinition { BuiltInNodes.definition(of: self) }
}
