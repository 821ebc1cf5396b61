import JSON

/// A connection as its provider sees it.
public struct Credentials: Codable, Sendable {
    public let connectionId: String
    public let values: JSONObject

    public init(connectionId: String, values: JSONObject) {
        self.connectionId = connectionId
        self.values = values
    }
}
