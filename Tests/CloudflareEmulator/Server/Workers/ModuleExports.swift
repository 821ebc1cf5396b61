import JSON

/// What a Worker's main module offers.
struct ModuleExports: Codable, Sendable {
    struct Named: Codable, Sendable {
        let name: String
        /// `workflow`, `worker`, `durable-object`, `class` or `object`.
        let kind: String
        let handlers: [String]

        var json: JSONValue {
            ["name": .string(name), "handlers": .array((kind == "class" ? ["class"] : handlers).map(JSONValue.string))]
        }
    }

    /// Of the default export: `fetch`, `scheduled`, `queue` and others.
    let handlers: [String]
    let named: [Named]

    func hasWorkflow(_ className: String) -> Bool { named.contains { $0.name == className && $0.kind == "workflow" } }
}
