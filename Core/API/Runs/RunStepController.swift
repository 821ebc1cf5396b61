import Hummingbird
import JSON
import Platform
import PluginMessages
import Storage

/// What runs have done.
struct RunStepController {
    let steps: RunSteps

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "workflows/:workflowId/runs/:runId/steps", "List run steps",
                notes:
                    "Returns the steps of the run in the order in which they began, as the provider reports them. "
                    + "Steps of nodes in a loop occur once for each round. Outputs of more than "
                    + "\(RunSteps.longestValue >> 10) KiB, and of a list the last ones beyond 1 MiB together, are omitted: "
                    + "`GET …/steps/:step` has them.",
                query: .part, returns: .catalogue(of: RunStep.shape), errors: .plugin + Self.errors, use: list),
            .get(
                "workflows/:workflowId/runs/:runId/steps/:step", "Get a run step",
                notes:
                    "Returns a step by its `number`, with all of its output, and with its `input`: the return values "
                    + "of the nodes that its node refers to.",
                returns: .ok(StepDetails.shape), errors: .plugin + Self.errors, use: get),
            .get(
                "workflows/:workflowId/runs/:runId/logs", "List run logs",
                notes: "Returns the log lines, oldest first. Providers keep only the newest lines.",
                query: .part + .logLines, returns: .catalogue(of: RunLogLine.shape),
                errors: .plugin + Self.errors, use: logs),
            .get(
                "workflows/:workflowId/runs/:runId/document", "Get a run's document",
                notes:
                    "Returns the document of the run: that of its version, or the one that a test was started with.",
                returns: .ok(RunDocument.shape), errors: [.notFound("The version of the run was deleted.")],
                use: document),
        ]
    }

    private static let errors: [ErrorSpec] = [.conflict("The provider's plugin is not loaded.")]

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<RunStep> {
        try await steps.list(context.caller, of: context.workflow, context.id("runId"), request.part)
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> StepDetails {
        let (step, input) = try await steps.get(
            context.caller, of: context.workflow, context.id("runId"), context.parameters.require("step"))
        return StepDetails(step: step, input: input)
    }

    @Sendable private func document(_ request: Request, _ context: APIContext) async throws -> RunDocument {
        try await steps.document(context.caller, of: context.workflow, context.id("runId"))
    }

    @Sendable private func logs(_ request: Request, _ context: APIContext) async throws -> Page<RunLogLine> {
        try await steps.logs(
            context.caller, of: context.workflow, context.id("runId"), request.logFilter, request.part)
    }
}
