import Forms
import JSON
import Platform
import PluginMessages
import Storage
import Values

extension Schema {
    /// Everything that keeps a value from being what this schema says; pointers are into the value.
    /// - Parameter isStrict: Whether a member that an object does not declare is one, too, unless any are allowed.
    func problems(of value: JSONValue, isStrict: Bool = false) -> [Diagnostic] {
        SchemaWalk(schema: self, undeclared: isStrict ? .refused : .ignored).problems(of: value, json, .root)
    }

    /// A warning for each member of a valid value that an object does not declare, unless any are allowed.
    /// - Parameter meaning: Where a member of the value itself belongs, as "did you mean" goes on; `nil` if that is unknown.
    func unusedMembers(of value: JSONValue, meaning: @escaping (String) -> String?) -> [Diagnostic] {
        SchemaWalk(schema: self, undeclared: .reported(meaning: meaning)).problems(of: value, json, .root)
            .filter { $0.severity == .warning }
    }
}

/// Holds a value against the keywords that ``Schema`` writes.
private struct SchemaWalk {
    /// What becomes of a member that an object does not declare, unless any are allowed.
    enum Undeclared {
        case ignored, refused
        case reported(meaning: (String) -> String?)
    }

    let schema: Schema
    let undeclared: Undeclared

    func problems(of value: JSONValue, _ json: JSONObject, _ place: JSONPointer) -> [Diagnostic] {
        let isReadElsewhere = json["$ref"].map(schema.readElsewhere.contains) ?? false
        let json = schema.definition(json)
        if isReadElsewhere { return typeProblem(of: value, json).map { [problem("type", $0, place)] } ?? [] }
        if let choices = json["anyOf"]?.array?.compactMap(\.object) {
            let tried = choices.map { problems(of: value, $0, place) }
            // Of the choice that it comes closest to; that it may be null helps nobody who sent something.
            return tried.contains(where: \.isEmpty)
                ? [] : zip(choices, tried).filter { $0.0["type"] != "null" }.map(\.1).min { $0.count < $1.count } ?? []
        }
        if let wrong = typeProblem(of: value, json) { return [problem("type", wrong, place)] }
        if let words = json["enum"]?.array, !words.contains(value) {
            let wrong = ValueLimits.problem(of: value.string ?? value.text, among: words.compactMap(\.string))
            return wrong.map { [problem("option", $0, place)] } ?? []
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
        let names = json["type"]?.array?.compactMap(\.string) ?? json["type"]?.string.map { [$0] } ?? []
        let kinds = names.compactMap(ValueKind.init(rawValue:))
        return kinds.contains { $0.holds(value) } ? nil : kinds.first?.problem(of: value)
    }

    private func problems(of text: String, _ json: JSONObject, _ place: JSONPointer) -> [Diagnostic] {
        var found: [Diagnostic] = []
        // Not every database can keep it.
        if json["pattern"] == nil, text.utf8.contains(0), let control = ControlCharacter(in: "\0") {
            found.append(problem("control", control.problem, place))
        }
        let (least, most) = (json["minLength"]?.int, json["maxLength"]?.int)
        if text.isEmpty, least ?? 0 > 0 {
            found.append(problem("required", "must not be empty", place))
        } else if let wrong = ValueLimits.problem(lengthOf: text, min: least, max: most) {
            found.append(problem("length", wrong, place))
        }
        if let pattern = json["pattern"]?.string, let compiled = try? Pattern(pattern, .anywhere),
            (try? compiled.matches(text)) != true
        {
            found.append(mismatch(of: text, with: pattern, place))
        }
        if json["format"] == "date-time", Timestamp(rfc3339: text) == nil {
            found.append(problem("format", "must be a date and time such as 2030-12-31T00:00:00Z", place))
        }
        return found
    }

    /// Why a text does not match a pattern, where it can be told without the pattern.
    private func mismatch(of text: String, with pattern: String, _ place: JSONPointer) -> Diagnostic {
        if text.allSatisfy(\.isWhitespace) { return problem("pattern", "must not be blank", place) }
        let control = ControlCharacter(in: text, allowing: ControlCharacter.ofLines) ?? ControlCharacter(in: text)
        if let control { return problem("control", control.problem, place) }
        return problem("pattern", "must match \(pattern)", place)
    }

    private func problems(of number: JSONNumber, _ json: JSONObject, _ place: JSONPointer) -> [Diagnostic] {
        let (least, most) = (json["minimum"]?.double, json["maximum"]?.double)
        return ValueLimits.problem(of: number.double, min: least, max: most).map { [problem("range", $0, place)] } ?? []
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
            if known[name]?["not"] != nil {
                found.append(problem("unchangeable", "is set on creation and cannot be changed", place.appending(name)))
            } else if let member = known[name]?.object ?? others?.object {
                found += problems(of: value, member, place.appending(name))
            } else if others == false {
                found.append(refusal(of: name, known, place))
            } else if others == nil, !known.isEmpty {
                switch undeclared {
                case .ignored: break
                case .refused: found.append(refusal(of: name, known, place))
                case .reported(let meaning):
                    found.append(warning(of: name, known, place, place.text.isEmpty ? meaning(name) : nil))
                }
            }
        }
        return found
    }

    private func refusal(of name: String, _ known: JSONObject, _ place: JSONPointer) -> Diagnostic {
        let names = known.keys.joined(separator: ", ")
        return problem("unknown", "is not a valid member; expected one of \(names)", place.appending(name))
    }

    private func warning(
        of name: String, _ known: JSONObject, _ place: JSONPointer, _ meaning: String?
    ) -> Diagnostic {
        // Not those that the object must not have.
        let names = known.keys.filter { known[$0]?["not"] == nil }
        let meant = NearestName.nearest(to: name, among: names).map { "\"\($0)\"" } ?? meaning
        let advice =
            meant.map { "did you mean \($0)?" } ?? "the members are \(names.joined(separator: ", "))."
        return Diagnostic(
            .warning, code: "field.unused", message: "\"\(name)\" is not used; \(advice)",
            pointer: place.appending(name).text)
    }
}
