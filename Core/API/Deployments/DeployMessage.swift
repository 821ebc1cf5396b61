import Platform
import PluginMessages

/// A message of a deploy's stream.
enum DeployMessage {
    case stage(DeployStage)
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
        .any(of: [DeployStage.shape.schema, Deployment.shape.schema, DeployFailure.shape.schema]).named("DeployEvent")
    ) { message in
        switch message {
        case .stage(let stage): try DeployStage.shape.json(stage)
        case .deployed(let deployment): try Deployment.shape.json(deployment)
        case .failed(let failure): try DeployFailure.shape.json(failure)
        }
    }
}

/// A stage of a deploy; the last one of a deploy that failed is `FAILED`.
struct DeployStage {
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

    fileprivate static let shape = Shape<DeployStage>("DeployProgress") {
        Member("stage", .text.example("DEPLOYING"), \.progress.stage)
        Member("message", .text, \.progress.message)
        Member("progress", .whole(0...100), \.progress.progress, "Percent of the deploy.")
        Member("failedStage", .text, optional: \.failure?.stage)
        Member("code", .text, optional: \.failure?.problem.code)
        Member("details", .list(of: Diagnostic.problemShape), optional: \.failure?.problem.details)
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
        Member("id", .id, \.id)
        Member("workflowId", .id, \.workflow)
        Member("status", .text(.choice(["failed"])), { _ in "failed" })
        Member("failedStage", .text, \.stage)
        Member("error", error, \.problem)
        Member("details", .list(of: Diagnostic.problemShape), \.problem.details)
    }

    private static let error = Shape<Problem> {
        Member("code", .text, \.code)
        Member("message", .text, \.message)
    }
}
