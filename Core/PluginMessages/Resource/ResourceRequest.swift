import JSON

/// A request to a plugin's endpoint, with its schema fulfilled.
public struct ResourceRequest: Codable, Sendable {
    /// ``ResourceEndpoint/id``
    public let endpoint: String
    /// Of the path, by name, decoded.
    public let parameters: [String: String]
    public let query: JSONObject
    /// The members of a JSON body.
    public let body: JSONObject
    /// A body that the endpoint has no schema for, in base64.
    public let bytes: String?
    /// Of the connection that the request names.
    public let credentials: Credentials?
    /// Whether the caller may write, whatever the endpoint's scope is; `nil` is no.
    public let canWrite: Bool?

    public init(
        endpoint: String, parameters: [String: String] = [:], query: JSONObject = [:], body: JSONObject = [:],
        bytes: String? = nil, credentials: Credentials? = nil, canWrite: Bool? = nil
    ) {
        self.endpoint = endpoint
        self.parameters = parameters
        self.query = query
        self.body = body
        self.bytes = bytes
        self.credentials = credentials
        self.canWrite = canWrite
    }
}
