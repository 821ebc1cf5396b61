import JSON

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
