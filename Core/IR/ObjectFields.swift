import JSON
import Values

/// The members of an object of the document; what is missing or of another type becomes a problem.
struct ObjectFields {
    let object: JSONObject
    let place: Place
    let node: String?

    /// `nil`, with a problem, if the value is not an object.
    init?(_ value: JSONValue?, at place: @autoclosure () -> Place, node: String? = nil, _ problems: inout Problems) {
        guard let value else {
            problems.error("ir.field.required", "This field is required.", at: place(), node: node)
            return nil
        }
        guard case .object(let object) = value else {
            problems.error("ir.field.type", "This must be an object, not \(value.typeName).", at: place(), node: node)
            return nil
        }
        self.object = object
        self.place = place()
        self.node = node
    }

    init(_ object: JSONObject, at place: Place) {
        self.object = object
        self.place = place
        node = nil
    }

    /// A text of `length` UTF-16 code units, as JavaScript counts.
    func text(_ key: String, length: ClosedRange<Int> = 1...Int.max, _ problems: inout Problems) -> String? {
        guard let value = required(key, &problems) else { return nil }
        guard case .string(let text) = value else { return wrongType(key, "a string", value, &problems) }
        // UTF-8 takes at least as many units as UTF-16.
        if text.utf8.count <= length.upperBound, !text.isEmpty || length.lowerBound == 0 { return text }
        let count = text.utf16.count
        guard !length.contains(count) else { return text }
        let range =
            length.upperBound == Int.max
            ? "\(length.lowerBound) or more" : "\(length.lowerBound) to \(length.upperBound)"
        problems.error(
            "ir.field.length", "This must have \(range) characters, not \(count).", at: place.member(key), node: node)
        return nil
    }

    func integer(_ key: String, atLeast minimum: Int, _ problems: inout Problems) -> Int? {
        guard let value = required(key, &problems) else { return nil }
        guard let integer = value.int else { return wrongType(key, "an integer", value, &problems) }
        guard integer >= minimum else {
            problems.error("ir.field.range", "This must be at least \(minimum).", at: place.member(key), node: node)
            return nil
        }
        return integer
    }

    func list(_ key: String, _ problems: inout Problems) -> [JSONValue]? {
        guard let value = required(key, &problems) else { return nil }
        guard case .array(let list) = value else { return wrongType(key, "an array", value, &problems) }
        return list
    }

    func fields(_ key: String, _ problems: inout Problems) -> ObjectFields? {
        ObjectFields(object[key], at: place.member(key), node: node, &problems)
    }

    /// A member that may be absent or null.
    func optional(_ key: String) -> JSONValue? {
        guard let value = object[key], !value.isNull else { return nil }
        return value
    }

    /// Refuses control characters, other than line breaks and tabs, in a text that people read, also in a terminal.
    func checkControls(in key: String, _ problems: inout Problems) {
        guard case .string(let text)? = object[key],
            let control = ControlCharacter(in: text, allowing: ControlCharacter.ofLines)
        else { return }
        problems.error(
            "ir.field.control", "The field \"\(key)\" \(control.problem).", at: place.member(key), node: node)
    }

    /// A text that may be absent or null.
    func optionalText(_ key: String, _ problems: inout Problems) -> String? {
        guard let value = optional(key) else { return nil }
        guard case .string(let text) = value else { return wrongType(key, "a string", value, &problems) }
        return text
    }

    func required(_ key: String, _ problems: inout Problems) -> JSONValue? {
        if let value = object[key] { return value }
        problems.error("ir.field.required", "The field \"\(key)\" is required.", at: place.member(key), node: node)
        return nil
    }

    func wrongType<Value>(_ key: String, _ wanted: String, _ value: JSONValue, _ problems: inout Problems) -> Value? {
        problems.error(
            "ir.field.type", "The field \"\(key)\" must be \(wanted), not \(value.typeName).",
            at: place.member(key), node: node)
        return nil
    }
}
