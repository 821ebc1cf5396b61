import JSON
import PluginMessages
import Storage

extension Schema {
    /// Everything that keeps a value from being what this schema says; pointers are into the value.
    func problems(of value: JSONValue) -> [Diagnostic] { SchemaWalk(schema: self).problems(of: value, json, .root) }
}

/// Holds a value against the keywords that ``Schema`` writes.
private struct SchemaWalk {
    let schema: Schema

    func problems(of value: JSONValue, _ json: JSONObject, _ place: JSONPointer) -> [Diagnostic] {
        let json = schema.definition(json)
        if let choices = json["anyOf"]?.array?.compactMap(\.object) {
            let tried = choices.map { problems(of: value, $0, place) }
            // Of the choice that it comes closest to; that it may be null helps nobody who sent something.
            return tried.contains(where: \.isEmpty)
                ? [] : zip(choices, tried).filter { $0.0["type"] != "null" }.map(\.1).min { $0.count < $1.count } ?? []
        }
        if let wrong = typeProblem(of: value, json) { return [problem("type", wrong, place)] }
        if let words = json["enum"]?.array, !words.contains(value) {
            let known = words.compactMap(\.string).joined(separator: ", ")
            return [problem("option", "must be one of \(known)", place)]
        }
        return switch value {
        case .string(let text): problems(of: text, json, place)
        case .number(let number): problems(of: number, json, place)
        case .array(let values): problems(of: values, json, place)
        case .object(let members): problems(of: members, json, place)
        case .null, .bool: []
        }
    }

    private func problem(_ code: String, _ message: String, _ place: JSONPointer) -> Diagnostic {
        Diagnostic(code: "field.\(code)", message: message, pointer: place.text)
    }

    private func typeProblem(of value: JSONValue, _ json: JSONObject) -> String? {
        let types = json["type"]?.array?.compactMap(\.string) ?? json["type"]?.string.map { [$0] } ?? []
        let fits = types.contains { $0 == value.typeName || $0 == "integer" && value.int != nil }
        guard !types.isEmpty, !fits else { return nil }
        return "must be \(Self.nouns[types[0]] ?? types[0]), not \(value.typeName)"
    }

    private static let nouns = [
        "string": "a string", "integer": "an integer", "number": "a number", "boolean": "true or false",
        "array": "an array", "object": "an object",
    ]

    private func problems(of text: String, _ json: JSONObject, _ place: JSONPointer) -> [Diagnostic] {
        var found: [Diagnostic] = []
        let (least, most) = (json["minLength"]?.int ?? 0, json["maxLength"]?.int ?? .max)
        if text.isEmpty, least > 0 {
            found.append(problem("required", "must not be empty", place))
        } else if !(least...most).contains(text.unicodeScalars.count) {
            found.append(problem("length", "must have \(least) to \(most) characters", place))
        }
        if let pattern = json["pattern"]?.string, let regex = try? Regex(pattern), !text.contains(regex) {
            found.append(problem("pattern", "must match \(pattern)", place))
        }
        if json["format"] == "date-time", Timestamp(rfc3339: text) == nil {
            found.append(problem("format", "must be a date and time, as 2030-12-31T00:00:00Z", place))
        }
        return found
    }

    private func problems(of number: JSONNumber, _ json: JSONObject, _ place: JSONPointer) -> [Diagnostic] {
        let (least, most) = (json["minimum"], json["maximum"])
        if let least = least?.double, number.double < least {
            return [problem("range", "must be at least \(JSONNumber(least).text)", place)]
        }
        if let most = most?.double, number.double > most {
            return [problem("range", "must be at most \(JSONNumber(most).text)", place)]
        }
        return []
    }

    private func problems(of values: [JSONValue], _ json: JSONObject, _ place: JSONPointer) -> [Diagnostic] {
        if let most = json["maxItems"]?.int, values.count > most {
            return [problem("count", "must have at most \(most) elements", place)]
        }
        guard let items = json["items"]?.object else { return [] }
        return values.enumerated().flatMap { problems(of: $0.element, items, place.appending($0.offset)) }
    }

    private func problems(of members: JSONObject, _ json: JSONObject, _ place: JSONPointer) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for name in json["required"]?.array?.compactMap(\.string) ?? [] where members[name] == nil {
            found.append(problem("required", "required", place.appending(name)))
        }
        if let most = json["maxProperties"]?.int, members.count > most {
            found.append(problem("count", "must have at most \(most) members", place))
        }
        let known = json["properties"]?.object ?? [:]
        let others = json["additionalProperties"]
        for (name, value) in members {
            if known[name] == false {
                found.append(problem("unchangeable", "is set when it is made and never changes", place.appending(name)))
            } else if let member = known[name]?.object ?? others?.object {
                found += problems(of: value, member, place.appending(name))
            } else if others == false {
                let names = known.keys.joined(separator: ", ")
                found.append(problem("unknown", "is no member of this: there are \(names)", place.appending(name)))
            }
        }
        return found
    }
}
