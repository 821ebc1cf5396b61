import JSON
import Yams

/// Makes JSON of the nodes of a YAML text, with the place of each value. What aliases stand for is counted as often as it is
/// used: a few lines of them make more than a machine holds.
struct YAMLComposer {
    private(set) var places: [String: TextPlace] = [:]
    /// By the pointers of texts in literal blocks (`|`): the line of the file that their first line is.
    private(set) var blocks: [String: Int] = [:]
    private let aliases: YAMLAliases
    private var anchors: [String: Composed] = [:]
    /// Of everything that was made so far.
    private var size = 0

    /// Bytes of the expanded document, about.
    static let sizeLimit = 32 << 20
    /// Keys of one object, which are compared with each other.
    private static let keyLimit = 10_000
    /// Of a value besides its text.
    private static let overhead = 32

    private struct Composed {
        let value: JSONValue
        /// Levels of arrays and objects.
        let depth: Int
        let size: Int
    }

    init(_ aliases: YAMLAliases) { self.aliases = aliases }

    /// - Throws: `YAMLDocument.Invalid`
    mutating func value(of root: Node) throws -> JSONValue { try compose(root, .root, level: 0).value }

    private mutating func compose(_ node: Node, _ pointer: JSONPointer, level: Int) throws -> Composed {
        if places[pointer.text] == nil { places[pointer.text] = place(of: node) }
        let start = size
        let (value, depth): (JSONValue, Int)
        switch node {
        case .scalar(let scalar):
            if let alias = try alias(scalar, node) {
                try grow(by: alias.size, node)
                try check(level + alias.depth, node)
                return alias
            }
            // Folded and quoted texts have other lines than the file.
            if scalar.style == .literal, let mark = node.mark { blocks[pointer.text] = mark.line + 1 }
            (value, depth) = (self.value(of: scalar), 0)
            try grow(by: Self.overhead + scalar.string.utf8.count, node)
        case .sequence(let nodes):
            try grow(by: Self.overhead, node)
            try check(level + 1, node)
            let elements = try nodes.enumerated().map {
                try compose($0.element, pointer.appending($0.offset), level: level + 1)
            }
            (value, depth) = (.array(elements.map(\.value)), 1 + (elements.map(\.depth).max() ?? 0))
        case .mapping(let mapping):
            try grow(by: Self.overhead, node)
            try check(level + 1, node)
            guard mapping.count <= Self.keyLimit else {
                throw YAMLDocument.Invalid(message: "More than \(Self.keyLimit) keys.", place: place(of: node))
            }
            var members: [(String, JSONValue)] = []
            var deepest = 0
            for (key, node) in mapping {
                let name = try name(of: key)
                let member = pointer.appending(name)
                places[member.text] = place(of: key)
                let composed = try compose(node, member, level: level + 1)
                members.append((name, composed.value))
                deepest = max(deepest, composed.depth)
                try grow(by: name.utf8.count, key)
            }
            (value, depth) = (.object(JSONObject(members)), 1 + deepest)
        case .alias: throw YAMLDocument.Invalid(message: "The alias has no anchor.", place: place(of: node))
        }
        let composed = Composed(value: value, depth: depth, size: size - start)
        if let anchor = node.anchor { anchors[anchor.rawValue] = composed }
        return composed
    }

    /// The text of a member's name, which may be an alias of a text.
    private mutating func name(of key: Node) throws -> String {
        guard case .scalar(let scalar) = key else {
            throw YAMLDocument.Invalid(message: "A key must be a string.", place: place(of: key))
        }
        guard let alias = try alias(scalar, key) else {
            let name = aliases.restored(scalar.string)
            if let anchor = key.anchor {
                anchors[anchor.rawValue] = Composed(value: .string(name), depth: 0, size: name.utf8.count)
            }
            return name
        }
        guard let name = alias.value.string else {
            throw YAMLDocument.Invalid(message: "A key must be a string.", place: place(of: key))
        }
        return name
    }

    /// What a scalar stands for, when it is an alias.
    private func alias(_ scalar: Node.Scalar, _ node: Node) throws -> Composed? {
        guard scalar.style == .plain, let name = aliases.anchor(of: scalar.string) else { return nil }
        guard let composed = anchors[name] else {
            throw YAMLDocument.Invalid(message: "The alias *\(name) has no anchor before it.", place: place(of: node))
        }
        return composed
    }

    private mutating func grow(by size: Int, _ node: Node) throws {
        self.size += size
        guard self.size <= Self.sizeLimit else {
            throw YAMLDocument.Invalid(
                message: "The document is larger than \(Self.sizeLimit >> 20) MiB with its aliases expanded.",
                place: place(of: node))
        }
    }

    private func check(_ level: Int, _ node: Node) throws {
        guard level <= JSONValue.maximumDepth else {
            throw YAMLDocument.Invalid(
                message: "Nested deeper than \(JSONValue.maximumDepth) levels.", place: place(of: node))
        }
    }

    private func value(of scalar: Node.Scalar) -> JSONValue {
        let text = aliases.restored(scalar.string)
        guard scalar.style == .plain || scalar.style == .any else { return .string(text) }
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

    private func place(of node: Node) -> TextPlace {
        TextPlace(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }
}
