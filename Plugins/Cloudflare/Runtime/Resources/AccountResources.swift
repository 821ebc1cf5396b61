import FoundationEssentials
import JSON
import PluginMessages
import Values

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

    static let all: [Resource] = keyValue + databases + buckets + objects + queues + vectors

    let api: CloudflareAPI

    func respond(to request: ResourceRequest) async throws(PluginFailure) -> ResourceResponse {
        guard let resource = Self.all.first(where: { $0.endpoint.id == request.endpoint }) else {
            throw PluginFailure(
                code: "cloudflare.endpoint", message: "Unknown endpoint \"\(request.endpoint)\".")
        }
        try request.checkParameters()
        try request.checkStatements()
        try request.checkMetadata()
        do { return try await resource.answer(api, request) } catch { throw error.refusal }
    }

    /// An object as Cloudflare's API tells it.
    static let object: JSONValue = ["type": "object"]
    static let page = ResourceEndpoint.page(of: object)
}

extension CloudflareRuntime {
    package static let resourceEndpoints = AccountResources.all.map(\.endpoint)
}

extension ResourceRequest {
    /// In a URL's path these lead to another resource, however they are encoded.
    fileprivate func checkParameters() throws(PluginFailure) {
        for (name, value) in parameters where [".", "..", ""].contains(value) {
            throw PluginFailure(
                code: "cloudflare.parameter",
                message:
                    "\(name) is \"\(value)\", which cannot be part of a path of Cloudflare's API. Use another name.",
                fault: .invalid)
        }
    }

    /// The vendor executes what it is sent: it knows nothing of the caller's key.
    fileprivate func checkStatements() throws(PluginFailure) {
        guard ["d1.query", "d1.raw"].contains(endpoint) else { return }
        let statements = StatementBatch(self)
        if let problem = statements.problem {
            throw PluginFailure(code: "cloudflare.statements", message: problem, fault: .invalid)
        }
        guard canWrite != true, !statements.onlyReads else { return }
        throw PluginFailure(
            code: "cloudflare.onlyReads",
            message: "The API key has no scope \"write\": only statements that read are allowed.", fault: .invalid)
    }

    /// The API takes the part as it is, and whoever reads it later fails.
    fileprivate func checkMetadata() throws(PluginFailure) {
        guard endpoint == "kv.put", let text = query["metadata"]?.string, (try? JSONValue(parsing: text)) == nil
        else { return }
        throw PluginFailure(
            code: "cloudflare.metadata", message: "metadata is not valid JSON; expected a value such as {\"a\": 1}.",
            fault: .invalid)
    }

    /// A string or number of the query, in the form that the API accepts.
    func query(_ name: String) -> String? { query[name].flatMap { $0.string ?? $0.number?.text } }

    /// The body of an endpoint without a schema.
    var content: [UInt8] { bytes.flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? [] }
}

extension ResourceResponse {
    /// Something that was made.
    static func created(_ json: JSONValue) -> ResourceResponse { ResourceResponse(status: 201, json: json) }

    static let deleted = ResourceResponse(json: ["deleted": true])
}
