import JSON
import Values

/// An event that was sent to an instance and that no step has taken yet.
struct EventRecord: Sendable, Equatable {
    let id: String
    let type: String
    /// A JSON text; `nil` for `undefined`.
    let payload: String?
    let receivedAt: Timestamp

    /// The value of the step that receives it, as JSON text.
    var value: String {
        let type = JSONValue.string(type).text
        let payload = payload.map { "\"payload\":\($0)," } ?? ""
        return "{\(payload)\"timestamp\":\(receivedAt.milliseconds),\"type\":\(type)}"
    }
}
