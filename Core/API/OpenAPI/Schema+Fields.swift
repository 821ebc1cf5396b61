import JSON
import Platform
import PluginMessages

/// What plugins have schemas of their own for.
extension Schema {
    /// Of each provider that is loaded: its name, and its credentials as it has them.
    static func newConnection(to providers: [ProviderDefinition]) -> Schema {
        each(of: providers) { provider in
            let credentials = Schema(fields: provider.credentialSchema)
            let isNeeded = provider.credentialSchema.contains(where: \.required)
            return body(
                [
                    "provider": choice([provider.id]), "name": name.note("If omitted, the provider's name."),
                    "credentials": credentials,
                ], required: isNeeded ? ["provider", "credentials"] : ["provider"])
        } ?? CreateConnection.schema
    }

    static func verify(with providers: [ProviderDefinition]) -> Schema {
        each(of: providers.filter { $0.capabilities.contains(.verify) }) { provider in
            body(
                ["provider": choice([provider.id]), "credentials": map()], required: ["provider", "credentials"])
        } ?? VerifyCredentials.schema
    }

    private static func each(of providers: [ProviderDefinition], _ schema: (ProviderDefinition) -> Schema) -> Schema? {
        let choices = providers.map { schema($0).note($0.description) }
        return choices.isEmpty ? nil : Schema(["anyOf": .array(choices.map { .object($0.json) })], with: choices)
    }

    /// An object of these fields and no others.
    init(fields: [ConfigField], and others: KeyValuePairs<String, Schema> = [:]) {
        let members = fields.map { ($0.name, $0.required ? Schema(field: $0) : Schema(field: $0).orNull) }
        let all = members + others.map { ($0.key, $0.value) }
        self.init([
            "type": "object", "required": .array(fields.filter(\.required).map { .string($0.name) }),
            "properties": .object(JSONObject(all.map { ($0.0, .object($0.1.json)) })), "additionalProperties": false,
        ])
    }

    init(field: ConfigField) {
        var json: JSONObject = [:]
        let limits = field.validation
        let options: JSONObject = [
            "type": "string", "enum": .array((field.options ?? []).map { .string($0.value) }),
        ]
        switch field.type {
        case .string, .secret, .textarea, .code, .expression:
            json["type"] = "string"
            json["minLength"] = limits?.minLength.map(JSONValue.int)
            json["maxLength"] = .int(limits?.maxLength ?? FieldLimits.pluginText)
            if field.required { json["pattern"] = #"\S"# }
            if let pattern = limits?.pattern { json["pattern"] = .string("^(?:\(pattern))$") }
            json["format"] = limits?.format?.keyword.map(JSONValue.string)
        case .number:
            json["type"] = "number"
            json["minimum"] = limits?.min.map { .number(JSONNumber($0)) }
            json["maximum"] = limits?.max.map { .number(JSONNumber($0)) }
        case .boolean: json["type"] = "boolean"
        case .select: json = options
        case .multiselect: json = ["type": "array", "items": .object(options)]
        case .json: break
        }
        json["description"] = .string(field.description ?? field.label)
        json["default"] = field.defaultValue
        self.init(json)
    }
}

extension ConfigField.Validation.Format {
    /// JSON Schema's name of it; `nil` for what it has none.
    fileprivate var keyword: String? {
        switch self {
        case .email: "email"
        case .url: "uri"
        case .uuid: "uuid"
        case .date: "date"
        case .dateTime: "date-time"
        case .duration: nil
        }
    }
}
