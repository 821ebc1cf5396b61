/// The trace that a call of the host is a part of (W3C "Trace Context"): requests that are made for the call are, too.
package struct CallTrace: Sendable {
    package let headers: [(name: String, value: String)]

    @TaskLocal package static var current: CallTrace?

    /// - Parameter message: The host's; `nil` when it names no trace.
    init?(_ message: JSONView) {
        guard let parent = message.member("traceparent")?.string else { return nil }
        headers =
            [(name: "traceparent", value: parent)]
            + (message.member("tracestate")?.string.map { [(name: "tracestate", value: $0)] } ?? [])
    }
}
