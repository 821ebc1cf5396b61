import JSON

/// What the host says to a worker process; `Shim/messages.ts` has the same in TypeScript.
enum HostMessage: Sendable, Equatable {
    case load(Load)
    /// `payload` is a JSON text, `timestamp` milliseconds since 1970.
    case start(run: Int, instance: String, payload: String, timestamp: Int)
    case drop(run: Int)
    case ping
    case attempt(call: Int, attempt: Int)
    /// A JSON text; `nil` for `undefined`.
    case value(call: Int, String?)
    case error(call: Int, StepFailure)

    struct Load: Sendable, Equatable {
        let service: String
        let className: String
        let environment: [String: String]
        let workflows: [String]
        let usesNodeModules: Bool
    }

    /// One line.
    var bytes: [UInt8] { JSONValue.object(object).bytes + [0x0A] }

    private var object: JSONObject {
        switch self {
        case .load(let load):
            [
                "op": "load", "service": .string(load.service), "className": .string(load.className),
                "env": .object(JSONObject(load.environment.map { ($0.key, .string($0.value)) })),
                "workflows": .array(load.workflows.map(JSONValue.string)), "nodeModules": .bool(load.usesNodeModules),
            ]
        case .start(let run, let instance, let payload, let timestamp):
            [
                "op": "start", "run": .int(run), "instance": .string(instance), "payload": .string(payload),
                "timestamp": .int(timestamp),
            ]
        case .drop(let run): ["op": "drop", "run": .int(run)]
        case .ping: ["op": "ping"]
        case .attempt(let call, let attempt): ["op": "attempt", "call": .int(call), "attempt": .int(attempt)]
        case .value(let call, let text):
            JSONObject(present: ("op", "value"), ("call", .int(call)), ("value", text.map(JSONValue.string)))
        case .error(let call, let failure): ["op": "error", "call": .int(call), "error": failure.json]
        }
    }
}
