import Forms
import JSON

/// Compares a value with a JSON Schema of the SDK (`Core/PluginABI/schemas`), as far as those use the language.
package struct SchemaReview: Sendable {
    private let schema: JSONValue

    /// What a library's manifest has to be.
    package static let manifest = SchemaReview(text: PackageResources.manifest_schema_json)
    /// Definitions, by method: `node.validate.params`, `node.validate.result`.
    package static let messages = SchemaReview(text: PackageResources.messages_schema_json)

    private init(text: [UInt8]) { schema = (try? JSONValue(parsing: text)) ?? .null }

    /// - Parameter definition: One of the schema's `$defs`; `nil` is the schema itself.
    /// - Returns: One sentence each, with the place as a JSON Pointer (RFC 6901).
    package func problems(of value: JSONValue, as definition: String? = nil) -> [String] {
        guard let definition else { return problems(of: value, schema, at: .root) }
        guard let schema = schema["$defs"]?[definition] else { return ["\(definition) is not a known message."] }
        return problems(of: value, schema, at: .root)
    }

    private func problems(of value: JSONValue, _ schema: JSONValue, at place: JSONPointer) -> [String] {
        func problem(_ text: String) -> String { "\(place.text.isEmpty ? "The document" : place.text) \(text)." }
        if let name = schema["$ref"]?.string?.split(separator: "/").last {
            return problems(of: value, self.schema["$defs"]?[String(name)] ?? .null, at: place)
        }
        if let choices = schema["anyOf"]?.array {
            let found = choices.map { problems(of: value, $0, at: place) }
            return found.contains([]) ? [] : found.first ?? []
        }
        if let type = schema["type"] {
            let types = (type.array ?? [type]).compactMap(\.string)
            guard types.contains(where: value.is) else {
                return [problem("is \(value.typeName); expected \(types.joined(separator: " or "))")]
            }
        }
        if let words = schema["enum"]?.array, !words.contains(value) {
            return [problem("must be one of \(words.compactMap(\.string).joined(separator: ", "))")]
        }
        var found: [String] = []
        if let text = value.string {
            if let most = schema["maxLength"]?.int, text.unicodeScalars.count > most {
                found.append(problem("has more than \(most) characters"))
            }
            if let pattern = schema["pattern"]?.string, !Self.matches(text, pattern) {
                found.append(problem("is \"\(text)\", which does not match \(pattern)"))
            }
        }
        if let number = value.double {
            if let least = schema["minimum"]?.double, number < least { found.append(problem("is below \(least)")) }
            if let most = schema["maximum"]?.double, number > most { found.append(problem("is above \(most)")) }
        }
        if let items = schema["items"] {
            for (index, element) in (value.array ?? []).enumerated() {
                found += problems(of: element, items, at: place.appending(index))
            }
        }
        return found + memberProblems(of: value.object ?? [:], schema, at: place, problem)
    }

    private func memberProblems(
        of object: JSONObject, _ schema: JSONValue, at place: JSONPointer, _ problem: (String) -> String
    ) -> [String] {
        var found = (schema["required"]?.array ?? []).compactMap(\.string).filter { object[$0] == nil }
            .map { problem("has no member \"\($0)\", which is required") }
        let known = schema["properties"]?.object ?? [:]
        for (name, value) in object {
            if let member = known[name] {
                found += problems(of: value, member, at: place.appending(name))
            } else if schema["additionalProperties"] == false {
                found.append(problem("has the unknown member \"\(name)\""))
            } else if let others = schema["additionalProperties"] {
                found += problems(of: value, others, at: place.appending(name))
            }
        }
        return found
    }

    private static func matches(_ text: String, _ pattern: String) -> Bool {
        (try? Pattern(pattern, .anywhere).matches(text)) ?? false
    }
}

extension JSONValue {
    /// Whether it is of a type of JSON Schema.
    fileprivate func `is`(_ type: String) -> Bool {
        switch type {
        case "null": isNull
        case "string": string != nil
        case "integer": int != nil
        case "number": double != nil
        case "array": array != nil
        case "object": object != nil
        case "boolean": bool != nil
        default: false
        }
    }
}
