import Platform
import PluginMessages

/// A message of a deploy's stream.
enum DeployMessage {
    case stage(DeployStageMessage)
    case deployed(Deployment)
    case failed(DeployFailure)

    var event: String {
        switch self {
        case .stage: "progress"
        case .deployed, .failed: "result"
        }
    }

    /// The `data` of the event.
    static let shape = Shape<DeployMessage>(
        .any(of: [DeployStageMessage.shape.schema, Deployment.shape.schema, DeployFailure.shape.schema])
            .named("DeployEvent")
    ) { message in
        switch message {
        case .stage(let stage): try DeployStageMessage.shape.json(stage)
        case .deployed(let deployment): try Deployment.shape.json(deployment)
        case .failed(let failure): try DeployFailure.shape.json(failure)
        }
    }
}

/// A stage of a deploy; the last one of a deploy that failed is `FAILED`.
struct DeployStageMessage {
    private let progress: DeployProgress
    private let failure: DeployFailure?

    init(_ progress: DeployProgress) {
        self.progress = progress
        failure = nil
    }

    /// - Parameter last: The last stage before the failure, if known.
    init(_ failure: DeployFailure, after last: DeployProgress?) {
        progress = DeployProgress(stage: "FAILED", message: failure.problem.message, progress: last?.progress ?? 0)
        self.failure = failure
    }

    fileprivate static let shape = Shape<DeployStageMessage>("DeployProgress") {
        Member("stage", .text.example("DEPLOYING"), \.progress.stage, "The stage that the deploy has reached.")
        Member(
            "message", .text, \.progress.message,
            "A description of the stage; in the last message of a failed deploy, the reason.")
        Member("progress", .whole(0...100), \.progress.progress, "Progress in percent.")
        Member("failedStage", .text, optional: \.failure?.stage, "The stage that failed.")
        Member("code", .text, optional: \.failure?.problem.code, "The code of the error, as in error responses.")
        Member(
            "details", .list(of: Diagnostic.problemShape), optional: \.failure?.problem.details,
            "The individual problems, each with its location.")
    }
}

/// The result of a deploy that failed.
struct DeployFailure {
    let id: DeploymentID
    let workflow: WorkflowID
    /// The last stage before the failure.
    let stage: String
    let problem: Problem

    fileprivate static let shape = Shape<DeployFailure>("DeployFailure") {
        Member("id", .id, \.id, "Identifies the deployment, which is kept with the status `failed`.")
        Member("workflowId", .id, \.workflow, "The workflow that was deployed.")
        Member("status", .text(.choice(["failed"])), { _ in "failed" }, "Always `failed`.")
        Member("failedStage", .text, \.stage, "The stage that failed.")
        Member("error", error, \.problem, "Why it failed.")
        Member(
            "details", .list(of: Diagnostic.problemShape), \.problem.details,
            "The individual problems, each with its location.")
    }

    private static let error = Shape<Problem> {
        Member("code", .text, \.code, "The stable code of the error.")
        Member("message", .text, \.message, "What is wrong and what to do next.")
    }
}
