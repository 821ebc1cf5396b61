import Platform
import PluginMessages
import Storage

/// What a run waits for, with the run that it waits for where that is known.
struct ResolvedWait {
    let wait: RunWait
    let child: Run.ChildRun?

    /// `nil` for a run that does not wait.
    init?(_ run: Run) {
        guard let wait = run.waitingFor else { return nil }
        self.wait = wait
        child = run.child
    }

    static let shape = Shape<ResolvedWait>("RunWait") {
        Member("kind", .choice, \.wait.kind, "What moves the run next; the other members depend on it.")
        Member("step", .text, \.wait.step, "The name of the waiting step.")
        Member("nodeId", .text, optional: \.wait.nodeId, "The node of the step, if known.")
        Member("type", .text, optional: \.wait.eventType, "Event: its type.")
        Member(
            "until", .time, optional: { $0.wait.until.map(Timestamp.init(provided:)) },
            "When a sleep ends, the wait for an event times out, or a child is polled again.")
        Member("attempt", .whole(0...Int.max), optional: \.wait.attempt, "Retry: the number of failed attempts.")
        Member("attempts", .whole(0...Int.max), optional: \.wait.attempts, "Retry: the maximum number of attempts.")
        Member(
            "nextAttemptAt", .time, optional: { $0.wait.nextAttemptAt.map(Timestamp.init(provided:)) },
            "Retry: the time of the next attempt.")
        Member("instanceId", .text, optional: \.wait.instanceId, "Child: the provider's id of its run.")
        Member("runId", .id, optional: \.child?.id, "Child: the id of its run.")
        Member("workflowId", .id, optional: \.child?.workflow, "Child: the id of its workflow.")
    }.note(
        "What a waiting run waits for; if several, the one that ends first. Only the members of its kind are present.")
}
