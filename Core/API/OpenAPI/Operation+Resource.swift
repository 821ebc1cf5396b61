import HTTPTypes
import JSON
import Platform
import PluginMessages

extension Operation {
    /// An endpoint that a plugin brings, as its manifest has it.
    init(_ endpoint: ResourceEndpoint, tag: String) {
        let scope = Scope(endpoint.scope)
        // In a body, too, when that is JSON.
        let connection = endpoint.provider.map { provider in
            Parameter(
                "connectionId", "A connection to `\(provider)`.", isRequired: endpoint.body.isEmpty, .reference)
        }
        self.init(
            method: HTTPRequest.Method(rawValue: endpoint.method.rawValue) ?? .get,
            path: "/api/resources/\(endpoint.path)", summary: endpoint.summary, access: .scope(scope),
            query: (connection.map { [$0] } ?? []) + endpoint.query.map(Parameter.init),
            takes: endpoint.body.isEmpty ? nil : Schema(of: endpoint), gives: [.any],
            failures: .plugin + [.invalid("The request is not as the plugin's schema has it.")], limit: scope.limit,
            tag: tag)
    }
}

extension Parameter {
    fileprivate init(_ field: ConfigField) {
        self.init(field.name, field.label, isRequired: field.required, Schema(field: field))
    }
}

extension Schema {
    fileprivate init(of endpoint: ResourceEndpoint) {
        var properties = endpoint.body.map { ($0.name, JSONValue.object(Schema(field: $0).json)) }
        if endpoint.provider != nil { properties.append(("connectionId", .object(Schema.reference.json))) }
        self.init([
            "type": "object", "properties": .object(JSONObject(properties)),
            "required": .array(endpoint.body.filter(\.required).map { .string($0.name) }),
        ])
    }

    fileprivate init(field: ConfigField) {
        var json: JSONObject = ["description": .string(field.description ?? field.label)]
        let limits = field.validation
        switch field.type {
        case .string, .secret, .textarea, .code, .expression:
            json["type"] = "string"
            json["minLength"] = limits?.minLength.map(JSONValue.int)
            json["maxLength"] = limits?.maxLength.map(JSONValue.int)
        case .number:
            json["type"] = "number"
            json["minimum"] = limits?.min.map { .number(JSONNumber($0)) }
            json["maximum"] = limits?.max.map { .number(JSONNumber($0)) }
        case .boolean: json["type"] = "boolean"
        case .select:
            json["type"] = "string"
            json["enum"] = .array((field.options ?? []).map { .string($0.value) })
        case .multiselect:
            json["type"] = "array"
            json["items"] = ["type": "string", "enum": .array((field.options ?? []).map { .string($0.value) })]
        case .json: break
        }
        json["default"] = field.defaultValue
        self.init(json)
    }
}
