import JSON

/// Why a call to a plugin failed, as it crosses the boundary.
public struct PluginFailure: Error, Codable, Sendable, CustomStringConvertible {
    /// Stable and dotted, for programs: `local.deno.missing`.
    public let code: String
    /// For people; never holds a secret.
    public let message: String
    public let details: JSONValue?
    /// The same call may succeed later.
    public let retryable: Bool

    public init(code: String, message: String, details: JSONValue? = nil, retryable: Bool = false) {
        self.code = code
        self.message = message
        self.details = details
        self.retryable = retryable
    }

    public var description: String { "\(message) (\(code))" }

    /// As it crosses the boundary.
    public var json: JSONValue {
        var message: JSONObject = [
            "code": .string(code), "message": .string(self.message), "retryable": .bool(retryable),
        ]
        message["details"] = details
        return .object(message)
    }
}
