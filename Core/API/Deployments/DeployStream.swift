import HTTPTypes
import Hummingbird
import Logging
import Platform

/// A deploy as server-sent events: `progress` for every stage, then `result` with the deployment. One that fails has a last
/// `progress` of the stage `FAILED`, and its `result` has the stage that failed in `failedStage`. The id of an event is its
/// number.
struct DeployStream: Sendable {
    let id: DeploymentID
    let workflow: WorkflowID
    /// Whether the request is a retry under its `Idempotency-Key`.
    let isReplay: Bool
    let events: AsyncStream<DeployEvent>
    let access: StreamAccess
    let logger: Logger

    private var headers: HTTPFields {
        // Where a client follows the same events again.
        var headers: HTTPFields = [.contentLocation: "/api/workflows/\(workflow)/deployments/\(id)/events"]
        if isReplay { headers[IdempotentCall.replayed] = "true" }
        return headers
    }

    fileprivate var response: Response {
        .events(events, while: access, headers: headers, text: text(of:))
    }

    @Sendable private func text(of event: DeployEvent) throws -> String {
        switch event.content {
        case .progress(let progress): return try text(.stage(DeployStageMessage(progress)), id: event.number)
        case .ended(.success(let deployment), _): return try text(.deployed(deployment), id: event.number)
        case .ended(.failure(let error), let last):
            let problem = Problem(error)
            if problem == nil { logger.error("A deploy failed: \(error)") }
            let failure = DeployFailure(
                id: id, workflow: workflow, stage: last?.stage ?? "INITIALIZING", problem: problem ?? .unforeseen)
            // A client receives both or neither: only the second one has the event's id.
            return try text(.stage(DeployStageMessage(failure, after: last)), id: nil)
                + text(.failed(failure), id: event.number)
        }
    }

    /// JSON without line breaks is one `data` line.
    private func text(_ message: DeployMessage, id: Int?) throws -> String {
        let data = try DeployMessage.shape.json(message).text
        return "event: \(message.event)\n" + (id.map { "id: \($0)\n" } ?? "") + "data: \(data)\n\n"
    }
}

extension ResponseShape where Value == DeployStream {
    static func deployEvents(_ note: String) -> ResponseShape {
        ResponseShape(specs: [.events(DeployMessage.shape.schema, note)]) { $0.response }
    }
}
