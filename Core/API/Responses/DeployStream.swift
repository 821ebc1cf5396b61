import Hummingbird
import JSON
import Logging
import Platform
import PluginMessages

/// A deploy as server-sent events: `progress` for every stage, then `result` with the deployment, or a last
/// `progress` of the stage `FAILED`, which says in `failedStage` how far it came.
struct DeployStream: Sendable {
    let deployments: Deployments
    let order: DeployOrder
    let logger: Logger

    /// How long nothing may be heard before a comment keeps proxies from closing the connection.
    private static let silence = Duration.seconds(15)

    private enum Step: Sendable {
        case progress(DeployProgress)
        case keepAlive
        case ended(Result<Deployment, any Error>)
    }

    var response: Response {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                let (steps, sink) = AsyncStream.makeStream(of: Step.self)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await deploy(sink) }
                    group.addTask {
                        while true {
                            try await Task.sleep(for: Self.silence)
                            sink.yield(.keepAlive)
                        }
                    }
                    var last = DeployProgress(stage: "INITIALIZING", message: "", progress: 0)
                    for await step in steps {
                        if case .progress(let progress) = step { last = progress }
                        try await writer.write(ByteBuffer(string: text(of: step, after: last)))
                    }
                    group.cancelAll()
                }
                try await writer.finish(nil)
            })
    }

    private func deploy(_ sink: AsyncStream<Step>.Continuation) async {
        do {
            let deployment = try await deployments.deploy(order) { sink.yield(.progress($0)) }
            sink.yield(.ended(.success(deployment)))
        } catch {
            sink.yield(.ended(.failure(error)))
        }
        sink.finish()
    }

    private func text(of step: Step, after last: DeployProgress) -> String {
        switch step {
        case .progress(let progress): event("progress", progress.json)
        case .keepAlive: ": \n\n"
        case .ended(.success(let deployment)): event("result", deployment.json)
        case .ended(.failure(let error)): event("progress", failure(error, after: last))
        }
    }

    private func failure(_ error: any Error, after last: DeployProgress) -> JSONValue {
        let problem = Problem(error)
        if problem == nil { logger.error("A deploy failed: \(error)") }
        let told = problem ?? .unforeseen
        return [
            "stage": "FAILED", "message": .string(told.message), "progress": .int(last.progress),
            "failedStage": .string(last.stage), "code": .string(told.code), "details": told.detailsJSON,
        ]
    }

    /// JSON without line breaks is one `data` line.
    private func event(_ name: String, _ value: JSONValue) -> String { "event: \(name)\ndata: \(value.text)\n\n" }
}

extension DeployProgress {
    fileprivate var json: JSONValue {
        ["stage": .string(stage), "message": .string(message), "progress": .int(progress)]
    }
}
