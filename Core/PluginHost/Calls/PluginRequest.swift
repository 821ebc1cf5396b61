import JSON
import PluginMessages

/// A call as it crosses the boundary.
struct PluginRequest {
    let method: String
    /// A JSON text on one line.
    let params: [UInt8]
    /// How long the call may take.
    let deadline: Duration
    /// What the call is a part of.
    let trace: TraceContext?

    init(method: String, params: [UInt8], deadline: Duration, trace: TraceContext? = .current) {
        self.method = method
        self.params = params
        self.deadline = deadline
        self.trace = trace
    }

    var bytes: [UInt8] {
        let seconds = Double(deadline.components.seconds) + Double(deadline.components.attoseconds) / 1e18
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("method", method)
            writer.member("params", text: params)
            writer.member("deadline", JSONValue.number(JSONNumber(seconds)))
            writer.member("traceparent", trace?.parent)
            writer.member("tracestate", trace?.state)
        }
        return writer.bytes
    }
}

extension PluginFailure {
    static func timeout(_ method: String, _ deadline: Duration) -> PluginFailure {
        PluginFailure(
            code: .pluginTimeout, message: "The plugin did not respond to \"\(method)\" within \(deadline).",
            retryable: true)
    }

    static let cancelled = PluginFailure(code: .pluginCancelled, message: "The call was cancelled.")
}
