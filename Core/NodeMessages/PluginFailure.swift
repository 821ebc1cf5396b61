import JSON

/// Why a call to a plugin failed, as it crosses the boundary.
public struct PluginFailure: Error, Codable, Equatable, Sendable, CustomStringConvertible {
    /// Stable and dotted, for programs: `local.deno.missing`.
    public let code: String
    /// For people; never holds a secret.
    public let message: String
    public let details: JSONValue?
    /// The same call may succeed later.
    public let retryable: Bool
    /// Of a resource endpoint: what is wrong with the request; `nil` when nothing is, and the plugin or whom it asked
    /// failed.
    public let fault: Fault?
    /// Seconds after which the service that the plugin called accepts requests again, where it says so.
    public let retryAfter: Int?

    /// What is wrong with a request. The API answers 400, 404, 409 and 429, and to any other word as if there were none.
    public struct Fault: RawRepresentable, Codable, Hashable, Sendable {
        public static let invalid = Fault(rawValue: "invalid")
        public static let notFound = Fault(rawValue: "notFound")
        public static let conflict = Fault(rawValue: "conflict")
        /// There are as many of what it asks for as there may be.
        public static let limit = Fault(rawValue: "limit")

        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }
    }

    public init(
        code: String, message: String, details: JSONValue? = nil, retryable: Bool = false, fault: Fault? = nil,
        retryAfter: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.details = details
        self.retryable = retryable
        self.fault = fault
        self.retryAfter = retryAfter
    }

    /// The data folder was written by a newer version of the plugin: the server does not start.
    /// - Parameter message: Names the version that is needed.
    public static func newerData(_ message: String) -> PluginFailure {
        PluginFailure(code: newerDataCode, message: message)
    }

    /// The code of ``newerData(_:)``.
    public static let newerDataCode = "plugin.newerData"

    /// The data folder has to be upgraded, and cannot be copied before: the server does not start, and nothing was changed.
    /// - Parameter message: Names the copy, and what to do.
    public static func upgradeCopy(_ message: String) -> PluginFailure {
        PluginFailure(code: upgradeCopyCode, message: message)
    }

    /// The code of ``upgradeCopy(_:)``.
    public static let upgradeCopyCode = "plugin.upgradeCopy"

    public var description: String { "\(message) (\(code))" }

    /// As it crosses the boundary.
    public var json: JSONValue {
        var message: JSONObject = [
            "code": .string(code), "message": .string(self.message), "retryable": .bool(retryable),
        ]
        message["details"] = details
        message["fault"] = (fault?.rawValue).map(JSONValue.string)
        message["retryAfter"] = retryAfter.map(JSONValue.int)
        return .object(message)
    }
}
