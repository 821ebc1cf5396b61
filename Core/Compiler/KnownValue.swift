import IR
import PluginMessages
import Values

/// What is known of a value before a run: the members that it can have.
struct KnownValue {
    let members: [String]
    /// The member that holds the data, which is easily left out: `response.body.id`.
    var inner: String?
    /// What other tools call the members.
    var otherNames: [String: String] = [:]

    /// The path that one with an unknown first member was probably meant to be.
    func meant(by path: [String]) -> [String]? {
        guard let first = path.first else { return nil }
        if let name = otherNames[first] ?? NearestName.nearest(to: first, among: members) {
            return [name] + path.dropFirst()
        }
        return inner.map { [$0] + path }
    }
}

extension KnownValue {
    /// The event that a run began with (Cloudflare, "Workers API: WorkflowEvent").
    static let event = KnownValue(
        members: ["payload", "timestamp", "instanceId", "workflowName"], inner: "payload",
        otherNames: Dictionary(
            uniqueKeysWithValues: ["body", "data", "params", "input", "inputs", "json", "query", "detail"].map {
                ($0, "payload")
            }))

    /// The value of a node whose type decides its members; `nil` for any other.
    static func value(of node: BuiltInNode) -> KnownValue? {
        switch node {
        case .httpRequest: response
        case .waitForEvent: received
        case .step, .sleep, .sleepUntil, .branch, .parallel, .race, .tryCatch, .loop, .exit, .subWorkflow, .subScript:
            nil
        }
    }

    /// The value of a plugin's node, whose schema names all members; `nil` for a node without a schema.
    static func value(of definition: NodeDefinition) -> KnownValue? {
        let members = definition.outputSchema.map(\.name)
        return members.isEmpty ? nil : KnownValue(members: members)
    }

    private static let response = KnownValue(
        members: ["status", "headers", "body"], inner: "body",
        otherNames: [
            "data": "body", "json": "body", "response": "body", "result": "body", "content": "body", "text": "body",
            "payload": "body", "statusCode": "status", "code": "status",
        ])

    /// `WorkflowStepEvent` of the same page.
    private static let received = KnownValue(
        members: ["payload", "type", "timestamp"], inner: "payload",
        otherNames: [
            "data": "payload", "body": "payload", "params": "payload", "detail": "payload", "event": "payload",
        ])
}
