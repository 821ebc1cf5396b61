import Foundation
import JSON
import PluginMessages

extension LocalRuntime {
    package static let resourceEndpoints = ResourceAction.all.map(\.endpoint)

    /// What a request is at fault for, of what bindings refuse.
    private static let refusals: Set<FailureCode?> = [.kv, .d1, .r2, .queue, .cursor, .resourceName]

    package func respond(to request: ResourceRequest) async throws -> ResourceResponse {
        guard let action = ResourceAction.all.first(where: { $0.endpoint.id == request.endpoint }),
            let account = request.credentials?.connectionId
        else { throw PluginFailure(.endpoint, message: "Unknown endpoint \"\(request.endpoint)\".") }
        do { return try await action.answer(self, request, account) } catch let failure as PluginFailure
            where failure.fault == nil && Self.refusals.contains(failure.local)
        {
            throw PluginFailure(code: failure.code, message: failure.message, fault: .invalid)
        } catch { throw PluginFailure.told(error) }
    }

    /// Asks a resource what a program's binding could ask it.
    /// - Parameter value: The arguments, as the shim sends them.
    /// - Throws: `local.kv`, `local.d1`, `local.r2`, `local.queue`, with messages as Cloudflare's.
    package func ask(
        _ resource: LocalResource, _ method: String, _ value: JSONValue, body: [UInt8]? = nil
    ) async throws -> (value: JSONValue?, body: [UInt8]?) {
        try await bindings.ask(resource, method, value, body: body)
    }

    /// A page of the resources of a kind.
    func resources(_ kind: DeployedBinding.Kind, _ request: ResourceRequest, _ account: String) -> (
        [(name: String, url: URL)], next: String?
    ) { bindings.resources(kind, request, account) }

    /// - Throws: A fault of the request when the resource does not exist.
    func require(_ kind: DeployedBinding.Kind, _ name: String, _ account: String) throws(PluginFailure) {
        try bindings.require(kind, name, account)
    }

    /// - Throws: A fault of the request when there is one of that name.
    func requireNew(_ kind: DeployedBinding.Kind, _ name: String, _ account: String) throws(PluginFailure) {
        try bindings.requireNew(kind, name, account)
    }

    func remove(_ kind: DeployedBinding.Kind, _ name: String, _ account: String) throws -> ResourceResponse {
        try bindings.remove(kind, name, account)
    }

    /// Sends messages of a queue of dead letters to the queue that they came from.
    /// - Returns: How many.
    /// - Throws: A fault of the request when no queue sends its dead letters there, or several do.
    func sendAgain(_ queue: QueueID, _ ids: [String]?) async throws -> Int { try await queues.sendAgain(queue, ids) }
}
