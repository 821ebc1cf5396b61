import JSON
import PluginMessages
import Values
import WorkerBackend

extension RunWait {
    /// What a waiting instance waits for, as far as `GET …/instances/:id` tells it; of several steps the one that ends
    /// first. `nil`: none is told.
    init?(instance: JSONValue, nodes: StepNodes) {
        let waits = (instance["steps"]?.array ?? []).compactMap { Self.wait(of: $0, nodes) }
        guard let next = waits.min(by: { $0.time < $1.time }) else { return nil }
        self = next.wait
    }

    private static func wait(of step: JSONValue, _ nodes: StepNodes) -> (wait: RunWait, time: Int)? {
        guard let summary = RunStep(step, nodes: nodes) else { return nil }
        switch (summary.kind, summary.status) {
        // Of a step that has not finished `end` is when it will.
        case (.sleep, .pending):
            guard let end = RunStep.milliseconds(step["end"]) else { return nil }
            return (.sleep(step: summary.name, until: end), end)
        case (.wait, .waiting):
            guard let end = RunStep.milliseconds(step["end"]) else { return nil }
            return (.event(step["event_type"]?.string, step: summary.name, until: end), end)
        case (.do, .pending):
            guard let time = nextAttempt(of: step) else { return nil }
            let limit = step["config"]?["retries"]?["limit"]?.int
            let wait = RunWait.retry(
                step: summary.name, nodeId: nodes.node(of: step["name"]?.string ?? ""), attempt: summary.attempts,
                of: limit.map { $0 + 1 }, at: time)
            return (wait, time)
        default: return nil
        }
    }

    /// When a step that failed is tried again, by its own configuration.
    private static func nextAttempt(of step: JSONValue) -> Int? {
        let attempts = step["attempts"]?.array ?? []
        guard let end = RunStep.milliseconds(attempts.last?["end"]), let retries = step["config"]?["retries"],
            let delay = retries["delay"].flatMap({ try? DurationText.milliseconds(of: $0) })
        else { return nil }
        // The vendor's default.
        let backoff = retries["backoff"]?.string.flatMap(StepOptions.Backoff.init(rawValue:)) ?? .exponential
        let length = Double(delay) * backoff.factor(after: attempts.count)
        return end + Int(min(length, Double(DurationText.longestMilliseconds)))
    }
}
