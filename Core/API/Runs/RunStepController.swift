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
                query: .part + Self.filters, returns: .catalogue(of: RunLogLine.shape),
                errors: .plugin + Self.errors, use: logs),
        ]
    }

    private static let errors: [ErrorSpec] = [.conflict("The provider's plugin is not loaded.")]

    private static let filters = [
        Parameter(
            "level", "Filter by level: one, or several as repeated parameters or separated by commas.",
            .list(of: .choice(of: RunLogLine.Level.self))),
        Parameter("loggedAfter", "Only lines that were printed at this time or later.", .time),
        Parameter("loggedBefore", "Only lines that were printed before this time.", .time),
        Parameter("q", "Filter by a case-insensitive part of the line."),
    ]

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<RunStep> {
        try await steps.list(context.caller, of: context.workflow, context.id("runId"), request.part)
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> StepDetails {
        let (step, input) = try await steps.get(
            context.caller, of: context.workflow, context.id("runId"), context.parameters.require("step"))
        return StepDetails(step: step, input: input)
    }

    @Sendable private func logs(_ request: Request, _ context: APIContext) async throws -> Page<RunLogLine> {
        let filter = try LogFilter(
            levels: request.words("level"), after: request.query("loggedAfter"), before: request.query("loggedBefore"),
            text: request.query("q"))
        return try await steps.logs(context.caller, of: context.workflow, context.id("runId"), filter, request.part)
    }
}
