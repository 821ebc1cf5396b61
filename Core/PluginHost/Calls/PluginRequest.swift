import JSON
import PluginMessages

/// A call as it crosses the boundary.
struct PluginRequest {
    let method: String
    let params: JSONValue
    /// How long the call may take.
    let deadline: Duration
    /// What the call is a part of.
    let trace: TraceContext?

    init(method: String, params: JSONValue, deadline: Duration, trace: TraceContext? = .current) {
        self.method = method
        self.params = params
        self.deadline = deadline
        self.trace = trace
    }

    /// - Throws: `JSONMismatch`
    init(_ message: JSONValue) throws {
        struct Fields: Decodable {
            let method: String
            let params: JSONValue
            let deadline: Double
            let traceparent: String?
            let tracestate: String?
        }
        let fields: Fields = try message.decode()
        self.init(
            method: fields.method, params: fields.params, deadline: .seconds(fields.deadline),
            trace: fields.traceparent.flatMap { TraceContext(parent: $0, state: fields.tracestate) })
    }

    var bytes: [UInt8] {
        let seconds = Double(deadline.components.seconds) + Double(deadline.components.attoseconds) / 1e18
        let message = JSONObject(
            present: ("method", .string(method)), ("params", params), ("deadline", .number(JSONNumber(seconds))),
            ("traceparent", trace.map { .string($0.parent) }), ("tracestate", (trace?.state).map { .string($0) }))
        return JSONValue.object(message).bytes
    }
}

extension PluginFailure {
    static func timeout(_ method: String, _ deadline: Duration) -> PluginFailure {
        PluginFailure(
            code: "plugin.timeout", message: "The plugin did not answer \"\(method)\" within \(deadline).",
            retryable: true)
    }

    static let cancelled = PluginFailure(code: "plugin.cancelled", message: "The call was cancelled.")
}
