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

struct SendRequest: JSONBody {
    static let schema = Schema.body(
        [
            "connectionId": .reference.note("The connection that the workflow is deployed to."),
            "method": Schema.choice(of: ServiceRequest.Method.self).usually("POST").note("The method of the request."),
            "path": Schema.text(1...ServiceRequests.longestPath, pattern: "^/[!\"$-~]*$").usually("/").example(
                "/?limit=2"
            )
            .note("Below the deployment's address, with the query; characters other than ASCII are written as %XX."),
            "headers": Schema.list(of: header, most: ServiceRequests.mostHeaders).note("In their order."),
            "body": Schema.text.note("At most \(ServiceRequests.longestBody) bytes.").example(
                "{\"orderId\": \"A-1042\"}"),
        ], required: ["connectionId"]
    ).closed.named("ServiceRequest")

    private static let header = Schema.body(
        [
            "name": Schema.text(1...256, pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$").example("Content-Type").note(
                "The name of the header."),
            "value": Schema.text(0...ServiceRequests.longestHeader, pattern: "^[ -~]*$").example("application/json")
                .note(
                    "The value of the header."),
        ], required: ["name", "value"]
    ).closed

    let connectionId: String
    let method: String?
    let path: String?
    let headers: [ServiceRequest.Header]?
    let body: String?
}
