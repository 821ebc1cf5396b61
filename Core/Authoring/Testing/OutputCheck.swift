import JSON
import PluginMessages
import Values

/// Holds a node's value against its schema.
struct OutputCheck {
    let schema: [OutputField]

    func problems(of output: JSONValue) -> [String] {
        guard !schema.isEmpty else { return [] }
        guard let object = output.object else { return ["the output must be an object, not \(output.text)"] }
        return problems(of: object, schema, at: "output")
    }

    private func problems(of object: JSONObject, _ fields: [OutputField], at place: String) -> [String] {
        fields.flatMap { field in problem(of: object[field.name], field, at: "\(place).\(field.name)") }
            + object.keys.filter { key in !fields.contains { $0.name == key } }
            .map { "\(place).\($0) is not in the output schema" }
    }

    private func problem(of value: JSONValue?, _ field: OutputField, at place: String) -> [String] {
        // A node with many actions leaves out what the others have.
        guard let value else { return field.nullable == true ? [] : ["\(place) is missing"] }
        if value.isNull { return field.nullable == true || field.type == .null ? [] : ["\(place) is null"] }
        if let problem = field.type.kind.problem(of: value) { return ["\(place) \(problem): \(value.text)"] }
        switch field.type {
        case .string, .number, .boolean, .null: return []
        case .object:
            guard let object = value.object else { return [] }
            return field.properties.map { problems(of: object, $0, at: place) } ?? []
        case .array:
            guard let element = field.items?.first else { return [] }
            return (value.array ?? []).enumerated().flatMap { problem(of: $1, element, at: "\(place)[\($0)]") }
        }
    }
}

extension OutputField.Kind {
    fileprivate var kind: ValueKind {
        switch self {
        case .string: .string
        case .number: .number
        case .boolean: .boolean
        case .object: .object
        case .array: .array
        case .null: .null
        }
    }
}
