import Platform
import PluginMessages
import Storage

/// An event that a run will receive.
struct AcceptedEvent {
    let run: RunID
    let type: String
    let warnings: [String]

    static let shape = Shape<AcceptedEvent>("TakenEvent") {
        Member("runId", .id, \.run, "The run that receives the event.")
        Member("type", .text.example("approval"), \.type, "The type of the event, as in the node that waits for it.")
        Member(
            "warnings", .list(of: .text).example([]), \.warnings,
            "Possible problems: a member of the body that is not used, an event type that nothing waits for, an integer "
                + "beyond 2^53 in the payload.")
    }
}
