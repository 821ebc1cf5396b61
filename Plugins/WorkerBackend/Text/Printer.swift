import JavaScript
import PluginMessages

/// Writes generated text line by line and keeps the map from its lines to nodes. Only printers know text.
struct Printer {
    /// UTF-8.
    private(set) var bytes: [UInt8] = []
    private var marks: [Mark] = []
    /// The fields of nodes that marks name; some several times.
    private var fields: [String] = []
    /// The number of the line that is written next, from 1.
    private(set) var line = 1
    private(set) var indent = 0

    /// What the next lines belong to.
    var origin = Origin.none {
        didSet { if origin != oldValue { mark(origin) } }
    }

    enum Origin: Equatable {
        case none
        /// By its index.
        case node(Int)
    }

    /// A line mapping whose node is an index, which costs less to compare and to copy than an id.
    private struct Mark {
        var line: Int
        let origin: Origin
        /// By its index; -1: none.
        var field: Int
        /// 0: the line is not from a field.
        let fieldLine: Int
    }

    init() {}

    /// An empty printer for what is to follow another's text, at the same depth.
    init(after other: Printer) {
        indent = other.indent
        origin = other.origin
        mark(origin)
    }

    var isEmpty: Bool { bytes.isEmpty }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    func mappings(_ nodes: [ProgramNode]) -> [LineMapping] {
        marks.map { mark in
            var id: String?
            if case .node(let index) = mark.origin { id = nodes[index].id }
            return LineMapping(
                line: mark.line, nodeId: id, field: mark.field >= 0 ? fields[mark.field] : nil,
                fieldLine: mark.fieldLine > 0 ? mark.fieldLine : nil)
        }
    }

    /// One line, or several when `text` holds line breaks.
    mutating func line(_ text: String) {
        if !text.isEmpty { begin() }
        put(text)
        end()
    }

    mutating func blank() { end() }

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
    /// - Parameter tokens: Of the code; `nil` when none of its literals has a line break in it.
    mutating func code(_ code: [UInt8], tokens: [JavaScriptToken]?, field: String) {
        let code = IndentedCode(code, tokens: tokens)
        mark(origin, field: field, fieldLine: code.firstLine)
        let start = bytes.count
        code.write(margin: 2 * indent, to: &bytes)
        line += bytes[start...].withUnsafeBufferPointer(LineBreaks.count)
        end()
        mark(origin)
    }

    /// A line with the user's code within it, which begins on the first line of `field`.
    mutating func line(_ text: String, holding field: String) {
        mark(origin, field: field, fieldLine: 1)
        line(text)
        mark(origin)
    }

    /// Makes room for what other printers wrote, and for so many bytes more.
    mutating func reserve(for others: some Sequence<Printer>, besides room: Int = 0) {
        let (count, markCount) = others.reduce((bytes.count + room, marks.count)) {
            ($0.0 + $1.bytes.count, $0.1 + $1.marks.count)
        }
        bytes.reserveCapacity(count)
        marks.reserveCapacity(markCount)
    }

    /// What another printer wrote, as it is.
    mutating func append(_ other: Printer) {
        let offset = line - 1
        for var mark in other.marks {
            mark.line += offset
            if mark.field >= 0 { mark.field += fields.count }
            add(mark)
        }
        fields += other.fields
        bytes += other.bytes
        line = offset + other.line
        mark(origin)
    }

    private mutating func mark(_ origin: Origin, field: String? = nil, fieldLine: Int = 0) {
        add(Mark(line: line, origin: origin, field: field.map { index(of: $0) } ?? -1, fieldLine: fieldLine))
    }

    private mutating func index(of field: String) -> Int {
        // One after another is mostly of the same name.
        if fields.last != field { fields.append(field) }
        return fields.count - 1
    }

    /// Of several marks of one line the last counts; one that says what the line before says is left out.
    private mutating func add(_ mark: Mark) {
        if let last = marks.indices.last, marks[last].line == mark.line { marks.removeLast() }
        if let last = marks.indices.last, marks[last].fieldLine == 0, mark.fieldLine == 0,
            marks[last].origin == mark.origin
        {
            return
        }
        marks.append(mark)
    }
}

/// A line piece by piece.
extension Printer {
    mutating func begin() {
        for _ in 0..<2 * indent { bytes.append(UInt8(ascii: " ")) }
    }

    mutating func put(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        line += text.lineBreakCount
    }

    /// - Parameter word: Without line breaks.
    mutating func put(word: String) { bytes.append(contentsOf: word.utf8) }

    /// - Parameter text: Without line breaks.
    mutating func put(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func end() {
        bytes.append(UInt8(ascii: "\n"))
        line += 1
    }
}
