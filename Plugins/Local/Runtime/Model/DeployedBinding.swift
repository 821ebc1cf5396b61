import JSON

/// A member of `env` that is more than a text.
struct DeployedBinding: Sendable, Equatable {
    /// Types as the generated Workers name them.
    enum Kind: String, Sendable, CaseIterable {
        case workflow, service
        case keyValue = "kv_namespace"
        case database = "d1"
        case bucket = "r2_bucket"
        case queue
        case analytics = "analytics_engine"
        /// Tokens of credentials; of every program that has one.
        case tokens
    }

    let kind: Kind
    /// The service's name, or the resource's.
    let resource: String
    /// Of a queue: seconds until messages that name no delay are delivered.
    let delay: Int

    init(_ kind: Kind, _ resource: String, delay: Int = 0) {
        self.kind = kind
        self.resource = resource
        self.delay = delay
    }

    var json: JSONValue {
        .object(
            JSONObject(
                present: ("kind", .string(kind.rawValue)), ("resource", .string(resource)),
                ("delay", delay == 0 ? nil : .int(delay))))
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            try reader.named("kind"), try reader.string("resource"), delay: try reader.optionalInt("delay") ?? 0)
    }
}
