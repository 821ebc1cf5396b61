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
        Member("kind", .choice, \.wait.kind, "What the run waits for; determines the other members.")
        Member("step", .text, \.wait.step, "The name of the waiting step.")
        Member("nodeId", .text, optional: \.wait.nodeId, "The node of the step, if known.")
        Member("type", .text, optional: \.wait.eventType, "For an event: its type.")
        Member(
            "until", .time, optional: { $0.wait.until.map(Timestamp.init(provided:)) },
            "When a sleep ends, the wait for an event times out, or a child is polled again.")
        Member("attempt", .whole(0...Int.max), optional: \.wait.attempt, "For a retry: the number of failed attempts.")
        Member(
            "attempts", .whole(0...Int.max), optional: \.wait.attempts,
            "For a retry: the maximum number of attempts.")
        Member(
            "nextAttemptAt", .time, optional: { $0.wait.nextAttemptAt.map(Timestamp.init(provided:)) },
            "For a retry: the time of the next attempt.")
        Member("instanceId", .text, optional: \.wait.instanceId, "For a child: the provider's id of its run.")
        Member("runId", .id, optional: \.child?.id, "For a child: the id of its run.")
        Member("workflowId", .id, optional: \.child?.workflow, "For a child: the id of its workflow.")
        Member(
            "workflowName", .text, optional: { $0.child?.workflowName }, "For a child: the name of its workflow.")
    }.note(
        "What a waiting run waits for; if several, the one that ends first. Only the members of its kind are present.")
}
