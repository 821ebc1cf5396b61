import JSON

/// One field of a node's `data`.
public struct ConfigField: NamedField {
    public enum Kind: String, Codable, Sendable {
        case string, number, boolean, select, multiselect, secret, code, json, expression, textarea
    }

    public struct Option: Codable, Sendable, Hashable {
        public let value: String
        public let label: String

        public init(_ value: String, label: String? = nil) {
            self.value = value
            self.label = label ?? value
        }
    }

    /// Limits of a value; a string with an expression in it is checked when it runs, not before.
    public struct Validation: Codable, Sendable, Hashable {
        public enum Format: String, Codable, Sendable {
            case email, url, uuid, date
            case dateTime = "date-time"
            case duration
            /// A cron expression, or an array of them.
            case cron
        }

        public let min: Double?
        public let max: Double?
        public let minLength: Int?
        public let maxLength: Int?
        /// A regular expression that the whole text must match.
        public let pattern: String?
        public let format: Format?

        public init(
            min: Double? = nil, max: Double? = nil, minLength: Int? = nil, maxLength: Int? = nil,
            pattern: String? = nil, format: Format? = nil
        ) {
            self.min = min
            self.max = max
            self.minLength = minLength
            self.maxLength = maxLength
            self.pattern = pattern
            self.format = format
        }
    }

    /// The key in `data`; on the wire the key of the schema object.
    public var name: String = ""
    public let type: Kind
    public let label: String
    public let description: String?
    public var required: Bool
    public let defaultValue: JSONValue?
    public let placeholder: String?
    public var options: [Option]?
    /// Where the options come from that are listed with a credential; any other text is as good.
    public var optionsFrom: OptionsSource?
    public let validation: Validation?
    /// Of a secret: the environment variable that holds it. The document never does.
    public let envVarName: String?
    /// The values of the field `action` for which this field is shown; absent: all.
    public var shownFor: [String]?
    /// The values of the field `action` for which this field is required.
    public var requiredFor: [String]?

    private enum CodingKeys: String, CodingKey {
        case type, label, description, required, placeholder, options, optionsFrom, validation, envVarName, shownFor
        case requiredFor
        case defaultValue = "default"
    }

    public init(
        _ name: String, _ type: Kind, label: String, description: String? = nil, required: Bool = false,
        default defaultValue: JSONValue? = nil, placeholder: String? = nil, options: [Option]? = nil,
        validation: Validation? = nil, envVarName: String? = nil, shownFor: [String]? = nil,
        requiredFor: [String]? = nil
    ) {
        self.name = name
        self.type = type
        self.label = label
        self.description = description
        self.required = required
        self.defaultValue = defaultValue
        self.placeholder = placeholder
        self.options = options
        self.optionsFrom = nil
        self.validation = validation
        self.envVarName = envVarName
        self.shownFor = shownFor
        self.requiredFor = requiredFor
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        type = try fields.decode(Kind.self, forKey: .type)
        label = try fields.decode(String.self, forKey: .label)
        description = try fields.decodeIfPresent(String.self, forKey: .description)
        required = try fields.decodeIfPresent(Bool.self, forKey: .required) ?? false
        defaultValue = try fields.decodeIfPresent(JSONValue.self, forKey: .defaultValue)
        placeholder = try fields.decodeIfPresent(String.self, forKey: .placeholder)
        options = try fields.decodeIfPresent([Option].self, forKey: .options)
        optionsFrom = try fields.decodeIfPresent(OptionsSource.self, forKey: .optionsFrom)
        validation = try fields.decodeIfPresent(Validation.self, forKey: .validation)
        envVarName = try fields.decodeIfPresent(String.self, forKey: .envVarName)
        shownFor = try fields.decodeIfPresent([String].self, forKey: .shownFor)
        requiredFor = try fields.decodeIfPresent([String].self, forKey: .requiredFor)
    }
}
