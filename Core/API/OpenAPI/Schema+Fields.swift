import JSON
import Platform
import PluginMessages

extension Schema {
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
    /// The name in JSON Schema; `nil` without one.
    fileprivate var keyword: String? {
        switch self {
        case .email: "email"
        case .url: "uri"
        case .uuid: "uuid"
        case .date: "date"
        case .dateTime: "date-time"
        case .duration, .cron: nil
        }
    }
}
