import JavaScript
import PluginMessages

/// Writes generated text line by line and keeps the map from its lines to nodes. Only printers know text.
struct Printer {
    private(set) var text = ""
    private(set) var mappings: [LineMapping] = []
    /// The number of the line that is written next, from 1.
    private(set) var line = 1
    private(set) var indent = 0

    /// What the next lines belong to.
    var origin = Origin.none {
        didSet { if origin != oldValue { map(origin, fieldLine: nil) } }
    }

    enum Origin: Equatable {
        case none
        case node(String)

        var nodeId: String? {
            switch self {
            case .none: nil
            case .node(let id): id
            }
        }
    }

    /// One line, or several when `text` holds line breaks.
    mutating func line(_ text: String) {
        write(indented: text)
        write("\n")
    }

    mutating func blank() { write("\n") }

    /// A line that opens a bracket; the lines until ``close(_:)`` are indented.
    mutating func open(_ text: String) {
        line(text)
        indentMore()
    }

    mutating func close(_ text: String) {
        indent -= 1
        line(text)
    }

    /// Ends one block and begins another on the same line: `} else {`.
    mutating func reopen(_ text: String) {
        indent -= 1
        line(text)
        indent += 1
    }

    mutating func indentMore() { indent += 1 }
    mutating func dedent() { indent -= 1 }

    /// The user's code, indented to its place.
    mutating func code(_ source: JavaScriptSource, field: String) {
        let code = IndentedCode(source, depth: indent)
        map(origin, field: field, fieldLine: code.firstLine)
        write(code.text)
        write("\n")
        map(origin, fieldLine: nil)
    }

    /// A line with the user's code within it, which begins on the first line of `field`.
    mutating func line(_ text: String, holding field: String) {
        map(origin, field: field, fieldLine: 1)
        line(text)
        map(origin, fieldLine: nil)
    }

    /// What another printer wrote, as it is.
    mutating func append(_ other: Printer) {
        let offset = line - 1
        for mapping in other.mappings {
            add(
                LineMapping(
                    line: mapping.line + offset, nodeId: mapping.nodeId, field: mapping.field,
                    fieldLine: mapping.fieldLine))
        }
        text += other.text
        line = offset + other.line
        map(origin, fieldLine: nil)
    }

    private mutating func map(_ origin: Origin, field: String? = nil, fieldLine: Int?) {
        add(LineMapping(line: line, nodeId: origin.nodeId, field: field, fieldLine: fieldLine))
    }

    /// Of several mappings of one line the last counts; one that says what the line before says is left out.
    private mutating func add(_ mapping: LineMapping) {
        if mappings.last?.line == mapping.line { mappings.removeLast() }
        if let last = mappings.last, last.fieldLine == nil, mapping.fieldLine == nil, last.nodeId == mapping.nodeId {
            return
        }
        mappings.append(mapping)
    }

    private mutating func write(indented text: String) {
        if !text.isEmpty { self.text += String(repeating: "  ", count: indent) }
        write(text)
    }

    private mutating func write(_ text: String) {
        self.text += text
        line += text.count(ofByte: UInt8(ascii: "\n"))
    }
}
