/// Fields as a node's definition lists them: `.text("channel", "Channel", for: ["Send Message"], required: true)`.
///
/// A field with `for` is shown for these actions only, and `required` then means for these.
extension ConfigField {
    /// A choice between the node's actions. The first is the default.
    public static func action(_ actions: String...) -> ConfigField {
        ConfigField(
            "action", .select, label: "Action", default: actions.first.map { .string($0) },
            options: actions.map { Option($0) })
    }

    /// A credential, such as a token: encrypted, and read by the program from a variable.
    /// - Parameters:
    ///   - name: The member of the node's configuration.
    ///   - label: The text beside the field.
    ///   - variable: The name of the environment variable that has the value.
    public static func secret(_ name: String, _ label: String, _ variable: String) -> ConfigField {
        ConfigField(name, .secret, label: label, envVarName: variable)
    }

    /// The base URL of the service.
    public static func baseUrl(_ address: String) -> ConfigField {
        ConfigField(
            "baseUrl", .string, label: "API address", description: "For a proxy or a test.",
            default: .string(address), validation: .init(format: .url))
    }

    /// The maximum number of items of a list.
    public static func limit(_ otherwise: Int = 100, for actions: [String]? = nil) -> ConfigField {
        ConfigField(
            "limit", .number, label: "Limit", description: "Maximum number of items.",
            default: .int(otherwise), validation: .init(min: 1), shownFor: actions)
    }

    /// Text of one line.
    /// - Parameters:
    ///   - name: The member of the node's configuration.
    ///   - label: The text beside the field.
    ///   - description: More about the field.
    ///   - actions: The actions that the field is shown for; `nil` for all.
    ///   - required: Whether it must be set, for these actions.
    ///   - value: The value of an omitted field.
    ///   - format: What the text must be, such as a URL.
    ///   - maxLength: The limit, in characters.
    public static func text(
        _ name: String, _ label: String, _ description: String? = nil, for actions: [String]? = nil,
        required: Bool = false, default value: String? = nil, format: Validation.Format? = nil, maxLength: Int? = nil
    ) -> ConfigField {
        let isLimited = format != nil || maxLength != nil
        return field(
            name, .string, label, description, actions, required, value.map { .string($0) },
            isLimited ? .init(maxLength: maxLength, format: format) : nil)
    }

    /// Text of several lines.
    public static func area(
        _ name: String, _ label: String, _ description: String? = nil, for actions: [String]? = nil,
        required: Bool = false, maxLength: Int? = nil
    ) -> ConfigField {
        field(name, .textarea, label, description, actions, required, nil, maxLength.map { .init(maxLength: $0) })
    }

    /// A number.
    /// - Parameters:
    ///   - name: The member of the node's configuration.
    ///   - label: The text beside the field.
    ///   - description: More about the field, such as its unit.
    ///   - actions: The actions that the field is shown for; `nil` for all.
    ///   - required: Whether it must be set, for these actions.
    ///   - value: The value of an omitted field.
    ///   - min: The least number that is allowed.
    ///   - max: The greatest number that is allowed.
    public static func number(
        _ name: String, _ label: String, _ description: String? = nil, for actions: [String]? = nil,
        required: Bool = false, default value: Double? = nil, min: Double? = nil, max: Double? = nil
    ) -> ConfigField {
        let isLimited = min != nil || max != nil
        return field(
            name, .number, label, description, actions, required, value.map { .number(JSONNumber($0)) },
            isLimited ? .init(min: min, max: max) : nil)
    }

    /// A choice between `true` and `false`.
    public static func flag(
        _ name: String, _ label: String, _ description: String? = nil, for actions: [String]? = nil,
        default value: Bool? = nil
    ) -> ConfigField {
        field(name, .boolean, label, description, actions, false, value.map { .bool($0) }, nil)
    }

    /// Any JSON value.
    public static func json(
        _ name: String, _ label: String, _ description: String? = nil, for actions: [String]? = nil,
        required: Bool = false
    ) -> ConfigField {
        field(name, .json, label, description, actions, required, nil, nil)
    }

    /// One of several.
    public static func choice(
        _ name: String, _ label: String, _ options: [String], for actions: [String]? = nil, required: Bool = false,
        default value: String? = nil
    ) -> ConfigField {
        ConfigField(
            name, .select, label: label, required: required && actions == nil, default: value.map { .string($0) },
            options: options.map { Option($0) }, shownFor: actions, requiredFor: required ? actions : nil)
    }

    /// The field, required for some of the actions that it is shown for.
    public func required(for actions: [String]) -> ConfigField {
        var field = self
        field.required = false
        field.requiredFor = actions
        return field
    }

    /// The field, with options that the vendor lists for the node's credential. Other texts and expressions stay valid.
    /// - Parameters:
    ///   - lists: One after another.
    ///   - many: Whether the field's text has several values, with commas between.
    public func options(from lists: VendorList..., many: Bool = false) -> ConfigField {
        var field = self
        field.optionsFrom = OptionsSource(lists, many: many)
        return field
    }

    private static func field(
        _ name: String, _ kind: Kind, _ label: String, _ description: String?, _ actions: [String]?,
        _ required: Bool, _ value: JSONValue?, _ validation: Validation?
    ) -> ConfigField {
        ConfigField(
            name, kind, label: label, description: description, required: required && actions == nil, default: value,
            validation: validation, shownFor: actions, requiredFor: required ? actions : nil)
    }
}
