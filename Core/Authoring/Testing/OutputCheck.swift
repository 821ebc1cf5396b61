import JSON
import PluginMessages

/// Holds a node's value against its schema.
struct OutputCheck {
    let schema: [OutputField]

    func problems(of output: JSONValue) -> [String] {
        guard !schema.isEmpty else { return [] }
        guard let object = output.object else { return ["the output is \(output.text), and no object"] }
        return problems(of: object, schema, at: "output")
    }

    private func problems(of object: JSONObject, _ fields: [OutputField], at place: String) -> [String] {
        fields.flatMap { field in problem(of: object[field.name], field, at: "\(place).\(field.name)") }
            + object.keys.filter { key in !fields.contains { $0.name == key } }
            .map { "\(place).\($0) is not in the output schema" }
    }

    private func problem(of value: JSONValue?, _ field: OutputField, at place: String) -> [String] {
        guard let value else { return ["\(place) is missing"] }
        if value.isNull { return field.nullable == true || field.type == .null ? [] : ["\(place) is null"] }
        switch field.type {
        case .string: return value.string == nil ? ["\(place) is \(value.text), and no string"] : []
        case .number: return value.number == nil ? ["\(place) is \(value.text), and no number"] : []
        case .boolean: return value.bool == nil ? ["\(place) is \(value.text), and no boolean"] : []
        case .null: return ["\(place) is \(value.text), and not null"]
        case .object:
            guard let object = value.object else { return ["\(place) is \(value.text), and no object"] }
            return field.properties.map { problems(of: object, $0, at: place) } ?? []
        case .array:
            guard let array = value.array else { return ["\(place) is \(value.text), and no array"] }
            guard let element = field.items?.first else { return [] }
            return array.enumerated().flatMap { problem(of: $1, element, at: "\(place)[\($0)]") }
        }
    }
}
