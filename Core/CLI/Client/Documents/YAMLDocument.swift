import JSON
import Yams

/// A YAML text as JSON: the core schema of YAML 1.2, so that `no` and `on` are texts.
struct YAMLDocument {
    struct Invalid: Error {
        let message: String
        let place: TextPlace
    }

    let value: JSONValue
    private(set) var places: [String: TextPlace] = [:]

    /// - Throws: ``Invalid``
    init(parsing text: String) throws {
        do {
            guard let root = try Yams.compose(yaml: text) else {
                value = nil
                return
            }
            var places: [String: TextPlace] = [:]
            value = try Self.value(of: root, .root, &places)
            self.places = places
        } catch let error as YamlError {
            throw Self.invalid(error)
        }
    }

    private static func value(
        of node: Node, _ pointer: JSONPointer, _ places: inout [String: TextPlace]
    ) throws -> JSONValue {
        if places[pointer.text] == nil { places[pointer.text] = place(of: node) }
        switch node {
        case .scalar(let scalar): return self.value(of: scalar)
        case .sequence(let nodes):
            return .array(
                try nodes.enumerated().map { try value(of: $0.element, pointer.appending($0.offset), &places) })
        case .mapping(let mapping):
            return .object(
                JSONObject(
                    try mapping.map { key, node in
                        guard let name = key.scalar?.string else {
                            throw Invalid(message: "A key must be a text.", place: place(of: key))
                        }
                        let member = pointer.appending(name)
                        places[member.text] = place(of: key)
                        return (name, try value(of: node, member, &places))
                    }))
        case .alias:
            throw Invalid(message: "The alias names no anchor.", place: place(of: node))
        }
    }

    private static func value(of scalar: Node.Scalar) -> JSONValue {
        let text = scalar.string
        guard scalar.style == .plain || scalar.style == .any
        else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return nil
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default:
            if let number = try? JSONValue(parsing: text), number.number != nil { return number }
            if text.hasPrefix("0x"), let number = Int(text.dropFirst(2), radix: 16) { return .int(number) }
            return .string(text)
        }
    }

    private static func place(of node: Node) -> TextPlace {
        TextPlace(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    private static func invalid(_ error: YamlError) -> Invalid {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            Invalid(
                message: problem.prefix(1).uppercased() + problem.dropFirst() + ".",
                place: TextPlace(line: mark.line, column: mark.column))
        default: Invalid(message: "\(error)", place: TextPlace(line: 1, column: 1))
        }
    }
}
