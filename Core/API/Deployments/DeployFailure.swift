import Platform
import PluginMessages

/// The result of a deploy that failed.
struct DeployFailure {
    let id: DeploymentID
    let workflow: WorkflowID
    /// The last stage before the failure.
    let stage: String
    let problem: Problem

    static let shape = Shape<DeployFailure>("DeployFailure") {
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
