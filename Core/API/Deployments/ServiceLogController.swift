import Hummingbird
import Platform
import PluginMessages
import Storage

/// `GET …/logs` of a deployment.
struct ServiceLogController {
    let logs: ServiceLogs

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "workflows/:workflowId/deployments/:deploymentId/logs", "List logs of a deployment",
                notes:
                    "Returns the log lines and requests of the deployment outside of runs, oldest first: of a "
                    + "function, or of trigger code. Needs the capability `serviceLogs` of the provider, which "
                    + "keeps the newest lines only. A deployment that is not active has none.",
                query: .part + .logLines, returns: .catalogue(of: RunLogLine.shape),
                errors: .plugin + [
                    .invalid("The provider does not report logs of deployments."),
                    .conflict("The provider's plugin is not loaded."),
                ], use: list)
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<RunLogLine> {
        try await logs.list(
            context.caller, of: context.workflow, context.id("deploymentId"), request.logFilter, request.part)
    }
}
