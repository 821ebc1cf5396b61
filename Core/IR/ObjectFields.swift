import JSON

/// The members of an object of the document; what is missing or of another type becomes a problem.
struct ObjectFields {
    let object: JSONObject
    let pointer: JSONPointer
    let node: String?

    /// `nil`, with a problem, when the value is no object.
    init?(_ value: JSONValue?, at pointer: JSONPointer, node: String? = nil, _ problems: inout Problems) {
        guard let value else {
            problems.error("ir.field.required", "This field is required.", at: pointer, node: node)
            return nil
        }
        guard let object = value.object else {
            problems.error("ir.field.type", "This must be an object, not \(value.typeName).", at: pointer, node: node)
            return nil
        }
        self.object = object
        self.pointer = pointer
        self.node = node
    }

    /// A text of `length` characters.
    func text(_ key: String, length: ClosedRange<Int>, _ problems: inout Problems) -> String? {
        guard let value = required(key, &problems) else { return nil }
        guard let text = value.string else { return wrongType(key, "a string", value, &problems) }
        guard length.contains(text.count) else {
            let range =
                length.upperBound == Int.max
                ? "\(length.lowerBound) or more" : "\(length.lowerBound) to \(length.upperBound)"
            problems.error(
                "ir.field.length", "This must have \(range) characters, not \(text.count).",
                at: pointer.appending(key), node: node)
            return nil
        }
        return text
    }

    func integer(_ key: String, atLeast minimum: Int, _ problems: inout Problems) -> Int? {
        guard let value = required(key, &problems) else { return nil }
        guard let integer = value.int else { return wrongType(key, "an integer", value, &problems) }
        guard integer >= minimum else {
            problems.error(
                "ir.field.range", "This must be at least \(minimum).", at: pointer.appending(key), node: node)
            return nil
        }
        return integer
    }

    func list(_ key: String, _ problems: inout Problems) -> [JSONValue]? {
        guard let value = required(key, &problems) else { return nil }
        guard let list = value.array else { return wrongType(key, "an array", value, &problems) }
        return list
    }

    func fields(_ key: String, _ problems: inout Problems) -> ObjectFields? {
        ObjectFields(object[key], at: pointer.appending(key), node: node, &problems)
    }

    func required(_ key: String, _ problems: inout Problems) -> JSONValue? {
        if let value = object[key] { return value }
        problems.error("ir.field.required", "The field \"\(key)\" is required.", at: pointer.appending(key), node: node)
        return nil
    }

    func wrongType<Value>(_ key: String, _ wanted: String, _ value: JSONValue, _ problems: inout Problems) -> Value? {
        problems.error(
            "ir.field.type", "The field \"\(key)\" must be \(wanted), not \(value.typeName).",
            at: pointer.appending(key), node: node)
        return nil
    }
}
