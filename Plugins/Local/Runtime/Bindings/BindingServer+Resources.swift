import Foundation
import JSON
import PluginMessages

extension BindingServer {
    /// Asks a resource what a program's binding could ask it.
    /// - Parameter value: The arguments, as the shim sends them.
    /// - Throws: `local.kv`, `local.d1`, `local.r2`, `local.queue`, with messages as Cloudflare's; `local.resource.large`.
    nonisolated(nonsending) func ask(
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
            case .queue: try await queues.send(DeployedBinding(.queue, resource.name), request, from: asker)
            }
        guard let source = answer.body else { return (answer.value, nil) }
        return (answer.value, try await content(of: source))
    }

    /// The whole of a content, which takes memory as a program's call does.
    private nonisolated(nonsending) func content(of source: ByteSource) async throws -> [UInt8] {
        // Each is one of its own: a connection may be read by several at once.
        let claim = memory.claim(for: "resource \(UInt64.random(in: 0 ... .max))")
        var bytes: [UInt8] = []
        for try await chunk in source {
            guard chunk.count <= memory.limit - bytes.count else {
                counters.limited(by: .resourceContent)
                throw PluginFailure(
                    .resourceLarge,
                    message:
                        "The content has more than \(memory.limit >> 20) MiB, which is the limit of a response "
                        + "\(RuntimeLimit.resourceContent.named). Read it in a program, by ranges.", fault: .invalid)
            }
            do throws(PluginFailure) { try claim.take(chunk.count) } catch {
                throw PluginFailure(code: error.code, message: error.message, retryable: true, fault: .limit)
            }
            bytes += chunk
        }
        return bytes
    }

    /// A page of the resources of a kind.
    func resources(_ kind: DeployedBinding.Kind, _ request: ResourceRequest, _ account: String) -> (
        [(name: String, url: URL)], next: String?
    ) {
        let limit = request.query["limit"]?.int ?? 100
        let after = request.query["cursor"]?.string ?? ""
        let rest = stores.folder.all(kind, account: account).filter { $0.name > after }
        let page = Array(rest.prefix(limit))
        return (page, rest.count > page.count ? page.last?.name : nil)
    }

    /// - Throws: A fault of the request when the resource does not exist.
    func require(_ kind: DeployedBinding.Kind, _ name: String, _ account: String) throws(PluginFailure) {
        guard stores.folder.all(kind, account: account).contains(where: { $0.name == name }) else {
            throw PluginFailure(
                .resourceUnknown,
                message:
                    "\"\(name)\" does not exist on this connection. A resource exists once a program has used it, or "
                    + "it was created.", fault: .notFound)
        }
    }

    /// - Throws: A fault of the request when there is one of that name.
    func requireNew(_ kind: DeployedBinding.Kind, _ name: String, _ account: String) throws(PluginFailure) {
        guard !stores.folder.all(kind, account: account).contains(where: { $0.name == name }) else {
            throw PluginFailure(
                .resourceExists, message: "\"\(name)\" already exists on this connection.",
                fault: .conflict)
        }
    }

    func remove(_ kind: DeployedBinding.Kind, _ name: String, _ account: String) throws -> ResourceResponse {
        try require(kind, name, account)
        _ = try stores.remove(DeployedBinding(kind, name), account)
        return ResourceResponse(json: ["deleted": true])
    }
}
