import FoundationEssentials
import JSON
import PluginMessages

/// The endpoints of an account's resources: one group a file. Elements are as Cloudflare's API tells them.
struct AccountResources: Sendable {
    typealias Answer = @Sendable (CloudflareAPI, ResourceRequest) async throws(APIFailure) -> ResourceResponse

    /// An endpoint and what answers it.
    struct Resource: Sendable {
        let endpoint: ResourceEndpoint
        let answer: Answer

        init(
            _ id: String, _ method: ResourceEndpoint.Method, _ path: String, scope: ResourceEndpoint.Scope = .read,
            summary: String, _ description: String, query: [ConfigField] = [], body: [ConfigField] = [],
            gives: JSONValue? = Resource.deleted, status: Int = 200, mediaType: String? = nil, answer: @escaping Answer
        ) {
            endpoint = ResourceEndpoint(
                id, method, path, scope: scope, summary: summary, description: description, provider: "cloudflare",
                query: query, body: body, answer: gives, status: status, mediaType: mediaType)
            self.answer = answer
        }

        /// What ``ResourceResponse/deleted`` is.
        static let deleted: JSONValue = [
            "type": "object", "required": ["deleted"],
            "properties": ["deleted": ["type": "boolean", "description": "Always `true`."]],
        ]
    }

    static let all: [Resource] = keyValue + databases + buckets + objects + others

    let api: CloudflareAPI

    func respond(to request: ResourceRequest) async throws(PluginFailure) -> ResourceResponse {
        guard let resource = Self.all.first(where: { $0.endpoint.id == request.endpoint }) else {
            throw PluginFailure(
                code: "cloudflare.endpoint", message: "Unknown endpoint \"\(request.endpoint)\".")
        }
        do { return try await resource.answer(api, request) } catch { throw error.refusal }
    }

    /// An object as Cloudflare's API tells it.
    static let object: JSONValue = ["type": "object"]
    static let page = ResourceEndpoint.page(of: object)

    static let cursor = ConfigField("cursor", .string, label: "Cursor", description: "The nextCursor of the last page.")
    static let prefix = ConfigField("prefix", .string, label: "Prefix")

    static func limit(_ range: ClosedRange<Int>) -> ConfigField {
        ConfigField(
            "limit", .number, label: "Items a page",
            validation: .init(min: Double(range.lowerBound), max: Double(range.upperBound)))
    }
}

extension CloudflareRuntime {
    package static let resourceEndpoints = AccountResources.all.map(\.endpoint)
}

extension ResourceRequest {
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// A string or number of the query, in the form that the API accepts.
    func query(_ name: String) -> String? { query[name].flatMap { $0.string ?? $0.number?.text } }

    func text(_ name: String) -> String { body[name]?.string ?? "" }

    /// The body of an endpoint without a schema.
    var content: [UInt8] { bytes.flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? [] }
}

extension ResourceResponse {
    /// One page of a list.
    static func page(_ elements: [JSONValue], next: String?) -> ResourceResponse {
        ResourceResponse(json: ["data": .array(elements), "nextCursor": next.map(JSONValue.string) ?? .null])
    }

    /// Something that was made.
    static func created(_ json: JSONValue) -> ResourceResponse { ResourceResponse(status: 201, json: json) }

    static let deleted = ResourceResponse(json: ["deleted": true])
}
