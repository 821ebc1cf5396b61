import JSON
import PluginMessages

/// A resource of a connection.
package struct LocalResource: Sendable {
    package enum Kind: Sendable { case keyValue, database, bucket, queue }

    let kind: Kind
    let name: String
    let account: String

    /// - Parameters:
    ///   - name: As bindings name it: an id, or the name of a bucket or queue.
    ///   - account: The connection that Workers which bind it were deployed with.
    package init(_ kind: Kind, _ name: String, account: String) {
        self.kind = kind
        self.name = name
        self.account = account
    }
}

extension LocalRuntime {
    /// Asks a resource what a program's binding could ask it.
    /// - Parameter value: The arguments, as the shim sends them.
    /// - Throws: `local.kv`, `local.d1`, `local.r2`, `local.queue`, with messages as Cloudflare's.
    package func ask(
        _ resource: LocalResource, _ method: String, _ value: JSONValue, body: [UInt8]? = nil
    ) async throws -> (value: JSONValue?, body: [UInt8]?) {
        let request = BindingRequest(call: 0, binding: resource.name, method: method, value: value, body: nil)
        let asker = LocalDeployment(
            id: "", service: "", account: resource.account, className: nil, environment: [:], bindings: [:],
            consumers: [], schedule: nil, usesNodeModules: false, lineMap: LineMap([]))
        let chunks = body.map { body in
            ByteBody(
                AsyncThrowingStream { continuation in
                    continuation.yield(body)
                    continuation.finish()
                }, taken: {})
        }
        let answer =
            switch resource.kind {
            case .keyValue:
                try await keyValue(DeployedBinding(.keyValue, resource.name), request, chunks, from: asker)
            case .database: try await database(DeployedBinding(.database, resource.name), request, from: asker)
            case .bucket: try await bucket(DeployedBinding(.bucket, resource.name), request, chunks, from: asker)
            case .queue: try await queue(DeployedBinding(.queue, resource.name), request, from: asker)
            }
        guard let source = answer.body else { return (answer.value, nil) }
        var bytes: [UInt8] = []
        for try await chunk in source { bytes += chunk }
        return (answer.value, bytes)
    }

    /// Calls the scheduled handler of what is deployed as a service now.
    /// - Parameter time: The time that it was due at, in milliseconds since 1970.
    /// - Throws: `local.service.unknown`; `local.handler.failed` when the handler throws.
    package func callSchedule(of service: String, cron: String, time: Int) async throws {
        guard let deployment = try await journal.newestDeployment(service: service) else {
            throw PluginFailure(code: "local.service.unknown", message: "Nothing is deployed here as \"\(service)\".")
        }
        let value: JSONValue = ["cron": .string(cron), "scheduledTime": .int(time), "type": "scheduled"]
        do {
            _ = try await invoke(.scheduled, value.text, of: deployment, within: QueueLimits.handlerTime)
        } catch let failure as HandlerFailure {
            throw PluginFailure(
                code: "local.handler.failed", message: "\(failure.failure.name): \(failure.failure.message)")
        }
    }
}
