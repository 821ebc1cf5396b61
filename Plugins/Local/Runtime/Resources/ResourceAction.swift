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

extension ResourceRequest {
    /// The body of an endpoint without a schema.
    var content: [UInt8] { bytes.flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? [] }
}

extension ResourceResponse {
    static func content(_ bytes: [UInt8], type: String = "application/octet-stream") -> ResourceResponse {
        ResourceResponse(base64: Data(bytes).base64EncodedString(), contentType: type)
    }
}
