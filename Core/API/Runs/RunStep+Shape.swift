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
            "`pending` waits for its next attempt or its end, `waiting` for an event.")
        Member("attempts", .whole(0...Int.max).example(1), \.attempts, "How many attempts have begun.")
        Member("startedAt", .time, { Timestamp(provided: $0.startedAt) }, "When the step began.")
        Member(
            "endedAt", .time, nullable: { $0.endedAt.map(Timestamp.init(provided:)) },
            "When the step ended; `null` while it has not.")
        Member(
            "error", RunFailure.shape.example(.null), nullable: \.error,
            "The error of the last failed attempt; `null` if none failed.")
    }
}

extension RunLogLine {
    static let shape = Shape<RunLogLine>("RunLogLine") {
        Member("loggedAt", .time, { Timestamp(provided: $0.loggedAt) }, "When the line was printed.")
        Member("level", .choice.example("info"), \.level, "The function of `console` that printed it.")
        Member("text", .text.example("Order A-1042: total 130"), \.text, "The line, with values of secrets masked.")
    }
}
