import JSON
import Platform
import PluginMessages
import Storage

extension Run {
    /// As lists show it.
    static let summaryShape = Shape<Run>("RunSummary") {
        Member("id", .id, \.id)
        Member("workflowId", .id, \.workflow)
        Member("versionId", .id, nullable: \.version)
        Member("deploymentId", .id, \.deployment)
        Member("connectionId", .id, nullable: \.connection)
        Member(
            "instanceId", .text.example("019a0b3c-5d6e-7f80-9a1b-2c3d4e5f6071"), \.instance,
            "The provider's id of the run; paths accept it in place of `id`.")
        Member("status", .choice.example("running"), \.status)
        Member("error", RunFailure.shape.example(.null), nullable: \.error)
        Member("createdAt", .time, \.createdAt)
        Member("updatedAt", .time, \.updatedAt)
        Member("finishedAt", .time.example(.null), nullable: \.finishedAt)
    }

    static let shape = Shape<Run>("Run") {
        summaryShape.members(of: \.self)
        details
    }

    @MemberBuilder<Run> fileprivate static var details: [Member<Run>] {
        Member("params", .anything.example(["orderId": "A-1042"]), { $0.params ?? .null }, "The input of the run.")
        Member(
            "output", .anything.example(.null), { $0.output ?? .null }, "The result; `null` until the run completes.")
        Member("waitingFor", ResolvedWait.shape.example(.null), nullable: { ResolvedWait($0) })
    }
}

/// A run that was just started.
struct StartedRun {
    let run: Run
    let warnings: [String]

    static let shape = Shape<StartedRun>("StartedRun") {
        Run.shape.members(of: \.run)
        Member(
            "warnings", .list(of: .text).example([]), \.warnings,
            "Possible problems with the params, such as an integer beyond 2^53.")
    }
}

/// An event that a run will receive.
struct AcceptedEvent {
    let run: RunID
    let type: String
    let warnings: [String]

    static let shape = Shape<AcceptedEvent>("TakenEvent") {
        Member("runId", .id, \.run)
        Member("type", .text.example("approval"), \.type)
        Member(
            "warnings", .list(of: .text).example([]), \.warnings,
            "Possible problems: an event type that nothing waits for, an integer beyond 2^53 in the payload.")
    }
}

extension RunFailure {
    static let shape = Shape<RunFailure>("RunFailure") {
        Member("name", .text, \.name)
        Member("message", .text, \.message)
        Member("nodeId", .text, optional: \.nodeId, "The node whose step failed, if known.")
    }
}
