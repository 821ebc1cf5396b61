import Foundation
import JSON
import PluginMessages

/// An endpoint below `/api/resources` for local connections, and what answers it. Paths and shapes are those of other providers
/// of Workers, so that a client needs to know one.
struct ResourceAction: Sendable {
    typealias Answer = @Sendable (LocalRuntime, ResourceRequest, _ account: String) async throws -> ResourceResponse

    static let all: [ResourceAction] = keyValue + databases + buckets + queues

    let endpoint: ResourceEndpoint
    let answer: Answer

    init(
        _ id: String, _ method: ResourceEndpoint.Method, _ path: String, scope: ResourceEndpoint.Scope = .read,
        summary: String, query: [ConfigField] = [], body: [ConfigField] = [], returns: JSONValue? = nil,
        answer: @escaping Answer
    ) {
        endpoint = ResourceEndpoint(
            id, method, path, scope: scope, summary: summary, provider: "local", query: query, body: body,
            answer: returns)
        self.answer = answer
    }

    static let object: JSONValue = ["type": "object"]
    static let page = ResourceEndpoint.page(of: object)
}

extension LocalRuntime {
    package static let resourceEndpoints = ResourceAction.all.map(\.endpoint)

    /// What a request is at fault for, of what bindings refuse.
    private static let refusals: Set = [
        "local.kv", "local.d1", "local.r2", "local.queue", "local.cursor", "local.resource.name",
    ]

    package func respond(to request: ResourceRequest) async throws -> ResourceResponse {
        guard let action = ResourceAction.all.first(where: { $0.endpoint.id == request.endpoint }),
            let account = request.credentials?.connectionId
        else { throw PluginFailure(code: "local.endpoint", message: "Unknown endpoint \"\(request.endpoint)\".") }
        do { return try await action.answer(self, request, account) } catch let failure as PluginFailure
            where failure.fault == nil && Self.refusals.contains(failure.code)
        {
            throw PluginFailure(code: failure.code, message: failure.message, fault: .invalid)
        }
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
                code: "local.resource.unknown",
                message:
                    "\"\(name)\" does not exist on this connection. A resource exists once a program has used it, or "
                    + "it was created.", fault: .notFound)
        }
    }

    /// - Throws: A fault of the request when there is one of that name.
    func requireNew(_ kind: DeployedBinding.Kind, _ name: String, _ account: String) throws(PluginFailure) {
        guard !stores.folder.all(kind, account: account).contains(where: { $0.name == name }) else {
            throw PluginFailure(
                code: "local.resource.exists", message: "\"\(name)\" already exists on this connection.",
                fault: .conflict)
        }
    }

    func remove(_ kind: DeployedBinding.Kind, _ name: String, _ account: String) throws -> ResourceResponse {
        try require(kind, name, account)
        _ = try stores.remove(DeployedBinding(kind, name), account)
        return ResourceResponse(json: ["deleted": true])
    }
}

extension ResourceRequest {
    /// The body of an endpoint without a schema.
    var content: [UInt8] { bytes.flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? [] }
}

extension ResourceResponse {
    static func content(_ bytes: [UInt8], type: String = "application/octet-stream") -> ResourceResponse {
        ResourceResponse(base64: Data(bytes).base64EncodedString(), contentType: type)
    }
}
