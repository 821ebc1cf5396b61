import Hummingbird
import JSON
import Logging
import Platform
import PluginMessages
import Storage

/// A deploy as server-sent events: `progress` for every stage, then `result` with the deployment. One that fails has a last
/// `progress` of the stage `FAILED`, and its `result` says in `failedStage` how far it came. The id of an event is its number.
struct DeployStream: Sendable {
    let id: DeploymentID
    let workflow: WorkflowID
    let events: AsyncStream<DeployEvent>
    let logger: Logger

    /// How long nothing may be heard before a comment keeps proxies from closing the connection.
    private static let silence = Duration.seconds(15)

    private enum Step: Sendable {
        case event(DeployEvent)
        case keepAlive
    }

    var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store",
                // Where the same events are found again.
                .contentLocation: "/api/workflows/\(workflow)/deployments/\(id)/events",
            ],
            body: ResponseBody { writer in
                let (steps, sink) = AsyncStream.makeStream(of: Step.self)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for await event in events { sink.yield(.event(event)) }
                        sink.finish()
                    }
                    group.addTask {
                        while true {
                            try await Task.sleep(for: Self.silence)
                            sink.yield(.keepAlive)
                        }
                    }
                    for await step in steps {
                        switch step {
                        case .event(let event): try await writer.write(ByteBuffer(string: try text(of: event)))
                        case .keepAlive: try await writer.write(ByteBuffer(string: ": \n\n"))
                        }
                    }
                    group.cancelAll()
                }
                try await writer.finish(nil)
            })
    }

    private func text(of event: DeployEvent) throws -> String {
        switch event.content {
        case .progress(let progress): return text("progress", progress.json, id: event.number)
        case .ended(.success(let deployment), _):
            return text("result", try Deployment.shape.json(deployment), id: event.number)
        case .ended(.failure(let error), let last):
            let problem = Problem(error)
            if problem == nil { logger.error("A deploy failed: \(error)") }
            let told = problem ?? .unforeseen
            let stage = last?.stage ?? "INITIALIZING"
            // Both or neither are heard: only the second one has the event's id.
            return text(
                "progress",
                [
                    "stage": "FAILED", "message": .string(told.message), "progress": .int(last?.progress ?? 0),
                    "failedStage": .string(stage), "code": .string(told.code), "details": told.detailsJSON,
                ], id: nil)
                + text(
                    "result",
                    [
                        "id": JSONValue(id), "workflowId": JSONValue(workflow), "status": "failed",
                        "failedStage": .string(stage),
                        "error": ["code": .string(told.code), "message": .string(told.message)],
                        "details": told.detailsJSON,
                    ], id: event.number)
        }
    }

    /// JSON without line breaks is one `data` line.
    private func text(_ name: String, _ value: JSONValue, id: Int?) -> String {
        "event: \(name)\n" + (id.map { "id: \($0)\n" } ?? "") + "data: \(value.text)\n\n"
    }
}

extension DeployProgress {
    fileprivate var json: JSONValue {
        ["stage": .string(stage), "message": .string(message), "progress": .int(progress)]
    }
}
