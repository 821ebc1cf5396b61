import PluginMessages

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

    static let shape = Shape<DeployStageMessage>("DeployProgress") {
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
