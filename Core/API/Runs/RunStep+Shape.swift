import PluginMessages
import Storage

extension RunStep {
    static let shape = Shape<RunStep>("RunStep") {
        Member(
            "name", .text.example("Send the message"), \.name,
            "The step's name; in loops it has the number of the round.")
        Member("kind", .choice, \.kind, "`do` executes code, `sleep` waits for a time, `wait` for an event.")
        Member(
            "status", .choice.example("succeeded"), \.status,
            "`pending` waits for its next attempt or its end, `waiting` for an event; `cancelled` was not over when the "
                + "run, or the arm around it, ended.")
        Member("attempts", .whole(0...Int.max).example(1), \.attempts, "The number of started attempts.")
        Member("startedAt", .time, { Timestamp(provided: $0.startedAt) }, "When the step began.")
        Member(
            "endedAt", .time, nullable: { $0.endedAt.map(Timestamp.init(provided:)) },
            "When the step ended; `null` while it has not.")
        Member(
            "error", RunFailure.shape.example(.null), nullable: \.error,
            "The error of the last failed attempt; `null` if none failed.")
        reported
    }

    /// What not every provider reports.
    @MemberBuilder<RunStep> private static var reported: [Member<RunStep>] {
        Member(
            "number", .whole(1...Int.max), optional: \.number, "The step's place in the run, for `GET …/steps/:step`.")
        Member("nodeId", .text, optional: \.nodeId, "The node of the step, if known.")
        Member(
            "rounds", .list(of: .whole(0...Int.max)), optional: \.rounds,
            "The rounds of the loops around the step, outermost first, from 0; if known.")
        Member("output", .anything, optional: \.output, "The return value of the step; absent if too large or unknown.")
        Member(
            "outputSize", .whole(0...Int.max), optional: { $0.outputSize.map { max($0, 0) } },
            "The size of the return value in bytes; if known.")
        Member(
            "history", .list(of: RunAttempt.shape), optional: \.history,
            "The attempts that are known, oldest first; if the provider reports them.")
        Member(
            "nextAttemptAt", .time, optional: { $0.nextAttemptAt.map(Timestamp.init(provided:)) },
            "When a step whose last attempt failed is retried; absent while the run is paused.")
        Member(
            "skipped", .flag, optional: \.skipped,
            "`true` for a sleep that a test run with `skipSleeps` did not wait for.")
    }
}

extension RunAttempt {
    static let shape = Shape<RunAttempt>("RunAttempt") {
        Member("number", .whole(1...Int.max), \.number, "Which attempt it is, from 1.")
        Member("startedAt", .time, { Timestamp(provided: $0.startedAt) }, "When the attempt began.")
        Member(
            "endedAt", .time, nullable: { $0.endedAt.map(Timestamp.init(provided:)) },
            "When the attempt ended; `null` while it has not.")
        Member("error", RunFailure.shape, nullable: \.error, "Why the attempt failed; `null` if it did not.")
    }
}

extension RunLogLine {
    static let shape = Shape<RunLogLine>("RunLogLine") {
        Member("loggedAt", .time, { Timestamp(provided: $0.loggedAt) }, "When the line was printed.")
        Member("level", .choice.example("info"), \.level, "The function of `console` that printed it.")
        Member("text", .text.example("Order A-1042: total 130"), \.text, "The line, with values of secrets masked.")
    }
}
