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

/// What a plugin's endpoint answers. An error is thrown as a ``PluginFailure``.
public struct ResourceResponse: Codable, Sendable {
    /// 200 to 299.
    public let status: Int
    /// Sent as JSON.
    public let json: JSONValue?
    /// Sent as they are, in base64.
    public let bytes: String?
    /// Of ``bytes``.
    public let contentType: String?

    public init(status: Int = 200, json: JSONValue) {
        self.status = status
        self.json = json
        bytes = nil
        contentType = nil
    }

    /// - Parameter base64: The body.
    public init(status: Int = 200, base64: String, contentType: String = "application/octet-stream") {
        self.status = status
        json = nil
        bytes = base64
        self.contentType = contentType
    }
}
