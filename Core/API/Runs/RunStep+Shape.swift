import PluginMessages
import Storage

extension RunStep {
    static let shape = Shape<RunStep>("RunStep") {
        Member("name", .text.example("Send the message"), \.name)
        Member("kind", .choice, \.kind)
        Member("status", .choice.example("succeeded"), \.status)
        Member("attempts", .whole(0...Int.max).example(1), \.attempts)
        Member("startedAt", .time, { Timestamp(provided: $0.startedAt) })
        Member("endedAt", .time, nullable: { $0.endedAt.map(Timestamp.init(provided:)) })
        Member("error", RunFailure.shape.example(.null), nullable: \.error)
    }
}

extension RunLogLine {
    static let shape = Shape<RunLogLine>("RunLogLine") {
        Member("loggedAt", .time, { Timestamp(provided: $0.loggedAt) })
        Member("level", .choice.example("info"), \.level)
        Member("text", .text.example("Order A-1042: total 130"), \.text)
    }
}
