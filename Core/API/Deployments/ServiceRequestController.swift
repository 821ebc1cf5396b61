import Hummingbird
import Platform
import PluginMessages
import Storage

/// `POST …/request`: a request to what is deployed.
struct ServiceRequestController {
    let requests: ServiceRequests

    var endpoints: [Endpoint<APIContext>] {
        [
            .post(
                "workflows/:workflowId/request", .deploy, "Send a request to a deployment",
                notes:
                    "Sends an HTTP request to the deployment on the connection, a function or the trigger code of a "
                    + "workflow, and returns the response, whatever its status is. Browsers use it to try out a "
                    + "deployment, because pages cannot read responses of another origin. Needs the capability "
                    + "`request` of the provider.",
                body: SendRequest.self, returns: .ok(ServiceRequests.Answer.shape),
                errors: .plugin + [
                    .invalid("The request is not valid, or the provider does not send requests."),
                    .conflict("The workflow is not deployed to the connection."),
                ], use: send)
        ]
    }

    @Sendable private func send(
        _ body: SendRequest, _ request: Request, _ context: APIContext
    ) async throws -> ServiceRequests.Answer {
        try await requests.send(
            context.caller, to: context.workflow, on: ConnectionID(body.connectionId),
            try ServiceRequests.New(
                method: body.method, path: body.path, headers: body.headers ?? [], body: body.body))
    }
}
