import JSON
import PluginMessages
import Values

/// A run as the journal knows it, with the values that its steps returned.
package struct RunHistory: Sendable {
    package struct Step: Sendable {
        package let summary: RunStep
        /// Of a step that succeeded; `nil` for `undefined`.
        package let output: JSONValue?
        /// Of a step that waits for an event: its type.
        package let event: String?
        /// When a sleep ends, or a wait at the latest.
        package let wakeAt: Timestamp?
    }

    package let state: RunState
    package let params: JSONValue
    package let createdAt: Timestamp
    package let steps: [Step]
}

extension RunHistory.Step {
    init(_ step: StepRecord, _ lineMap: LineMap?) throws {
        var output: String?
        if case .succeeded(let text) = step.state { output = text }
        var event: String?
        if case .waiting(let type, _) = step.state { event = type }
        self.init(
            summary: RunStep(step, lineMap), output: try output.map { try StepValue(text: $0).json() }, event: event,
            wakeAt: step.wakeAt)
    }
}
