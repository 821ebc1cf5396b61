import JSON
import Platform
import PluginMessages

extension Run {
    /// As lists show it.
    static let summaryShape = Shape<Run>("RunSummary") {
        Member("id", .id, \.id, "Identifies the run in paths of this API.")
        Member("workflowId", .id, \.workflow, "The workflow that runs.")
        Member("versionId", .id, nullable: \.version, "The version that runs; `null` once it was deleted.")
        Member(
            "deploymentId", .id, \.deployment,
            "The deployment that the run was started with, and whose code it keeps to its end.")
        Member(
            "connectionId", .id, nullable: \.connection,
            "The connection that the run is executed on; `null` once it was deleted.")
        Member(
            "instanceId", .text.example("019a0b3c-5d6e-7f80-9a1b-2c3d4e5f6071"), \.instance,
            "The provider's id of the run; paths accept it in place of `id`.")
        Member(
            "status", .choice.example("running"), \.status,
            "`waiting`: for time, an event or another run; `errored`, `complete` and `terminated` are final.")
        Member(
            "error", RunFailure.shape.example(.null), nullable: \.error,
            "Why the run failed, or why its status is `unknown`; `null` for other statuses.")
        Member("createdAt", .time, \.createdAt, "When the run was started.")
        Member("updatedAt", .time, \.updatedAt, "When this server last received an update of the run.")
        Member(
            "finishedAt", .time.example(.null), nullable: \.finishedAt, "When the run ended; `null` while it has not.")
        Member(
            "test", .flag.example(false), \.isTest,
            "Whether it is a test run: it was started by `POST …/test`, has no version, and is not kept for long."
        )
    }

    static let shape = Shape<Run>("Run") {
        summaryShape.members(of: \.self)
        details
    }

    @MemberBuilder<Run> fileprivate static var details: [Member<Run>] {
        Member("params", .anything.example(["orderId": "A-1042"]), { $0.params ?? .null }, "The input of the run.")
        Member(
            "output", .anything.example(.null), { $0.output ?? .null }, "The result; `null` until the run completes.")
        Member(
            "waitingFor", ResolvedWait.shape.example(.null), nullable: { ResolvedWait($0) },
            "What a waiting run waits for; `null` for another status, or if the provider does not report it.")
    }
}

extension DeletedRun {
    static let shape = Shape<DeletedRun>("DeletedRun") {
        Member("id", .id, \.id, "The run that was deleted.")
        Member(
            "providerRecords", .choice, \.providerRecords,
            "Whether the provider has deleted its records of the run: state, steps and logs.")
    }
}

extension RunFailure {
    static let shape = Shape<RunFailure>("RunFailure") {
        Member("name", .text, \.name, "The name of the JavaScript error, or of the limit, such as `LimitExceeded`.")
        Member("message", .text, \.message, "The message of the error; values of secrets are masked.")
        Member("nodeId", .text, optional: \.nodeId, "The node whose step failed, if known.")
        Member(
            "field", .text.example("code"), optional: \.field,
            "The field of the node's `data` whose code threw, if known.")
        Member("line", .whole(1...1_000_000_000).example(1), optional: \.line, "The line in that field, from 1.")
    }
}
