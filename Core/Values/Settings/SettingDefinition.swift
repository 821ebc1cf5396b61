/// The declaration of a setting, of the server or of a plugin: help, the configuration page, checks and errors come
/// from it.
public struct SettingDefinition: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable {
        case text, integer, boolean
        /// A number of ``SettingDefinition/unit``, or text such as `"30 seconds"`.
        case duration
        /// A number of MiB, or text such as `"1 GiB"`.
        case size
        /// With the scheme http or https.
        case url
        /// An existing folder.
        case folder
        /// A name on the search path, or the path of an existing executable.
        case command
    }

    /// What a duration that is a bare number counts.
    public enum Unit: String, Codable, Sendable {
        case seconds, days
    }

    /// In upper case, as the variable ends: `LOG_LEVEL`.
    public let name: String
    public let type: Kind
    public let unit: Unit?
    /// Of a number, in the unit of the setting.
    public let minimum: Int?
    public let maximum: Int?
    /// The values that are allowed; absent: all of the type.
    public let options: [String]?
    /// What is allowed, for a text with a grammar of its own: `a publisher's public key`.
    public let expected: String?
    /// As it would be written; absent: the setting has no value by default.
    public let defaultValue: String?
    /// One sentence.
    public let description: String
    /// Between the values of a variable that holds several; its flag may be repeated.
    public let separator: String?
    /// Of a command: whether most works without it.
    public let isOptional: Bool?
    /// Former names of a plugin's setting, which are still accepted; the name takes precedence.
    public let aliases: [String]?
    private let flagName: String?

    private enum CodingKeys: String, CodingKey {
        case name, type, unit, minimum, maximum, options, expected, description, separator, aliases
        case defaultValue = "default"
        case flagName = "flag"
        case isOptional = "optional"
    }

    public init(
        _ name: String, _ type: Kind, unit: Unit? = nil, minimum: Int? = nil, maximum: Int? = nil,
        options: [String]? = nil, expected: String? = nil, default defaultValue: String? = nil, description: String,
        separator: String? = nil, flag: String? = nil, isOptional: Bool? = nil, aliases: [String]? = nil
    ) {
        self.name = name
        self.type = type
        self.unit = unit
        self.minimum = minimum
        self.maximum = maximum
        self.options = options
        self.expected = expected
        self.defaultValue = defaultValue
        self.description = description
        self.separator = separator
        self.isOptional = isOptional
        self.aliases = aliases
        flagName = flag
    }

    /// Without dashes before it; by default the name: `log-level`.
    public var flag: String { flagName ?? String(name.lowercased().map { $0 == "_" ? "-" : $0 }) }
}
