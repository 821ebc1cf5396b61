import JSON

/// What differs between two documents, a line a place. Elements with an `id` are compared by it.
struct DocumentDiff {
    private(set) var lines: [String] = []

    /// - Parameters:
    ///   - old: Lines that begin with `-` are of it.
    ///   - new: Lines that begin with `+` are of it.
    init(_ old: JSONValue, _ new: JSONValue) { compare(old, new, .root) }

    private mutating func compare(_ old: JSONValue, _ new: JSONValue, _ pointer: JSONPointer) {
        guard old != new else { return }
        if let (old, new) = Self.members(old, new) {
            for (key, value) in old where new[key] == nil {
                lines.append(Self.line("-", pointer.appending(key), value))
            }
            for (key, value) in new {
                let place = pointer.appending(key)
                if let before = old[key] {
                    compare(before, value, place)
                } else {
                    lines.append(Self.line("+", place, value))
                }
            }
            if old.keys != new.keys, Set(old.keys) == Set(new.keys), lines.isEmpty {
                lines.append("~ \(Self.name(pointer)): different order")
            }
        } else {
            lines.append(Self.line("-", pointer, old))
            lines.append(Self.line("+", pointer, new))
        }
    }

    /// Objects as they are, and lists of elements with ids by these.
    private static func members(_ old: JSONValue, _ new: JSONValue) -> (JSONObject, JSONObject)? {
        if let old = old.object, let new = new.object { return (old, new) }
        guard let old = byID(old), let new = byID(new) else { return nil }
        return (old, new)
    }

    private static func byID(_ value: JSONValue) -> JSONObject? {
        guard let values = value.array else { return nil }
        let pairs = values.compactMap { value in value["id"]?.string.map { ($0, value) } }
        guard pairs.count == values.count, Set(pairs.map(\.0)).count == pairs.count else { return nil }
        return JSONObject(pairs)
    }

    private static func line(_ sign: String, _ pointer: JSONPointer, _ value: JSONValue) -> String {
        "\(sign) \(name(pointer)): \(value.text)"
    }

    private static func name(_ pointer: JSONPointer) -> String { pointer.text.isEmpty ? "/" : pointer.text }
}
