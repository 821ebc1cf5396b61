extension JSONValue {
    /// The value as UTF-8 on one line, without spaces.
    public var bytes: [UInt8] {
        var printer = JSONPrinter(indent: nil)
        printer.print(self)
        return printer.output
    }

    /// The value as text on one line; it also is a JavaScript expression (U+2028 and U+2029 are allowed in
    /// strings since ECMAScript 2019).
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The value with a member or element a line, indented by two spaces.
    public var prettyText: String {
        var printer = JSONPrinter(indent: 0)
        printer.print(self)
        return String(decoding: printer.output, as: UTF8.self)
    }
}

struct JSONPrinter {
    private(set) var output: [UInt8] = []
    /// Spaces at the start of the current line; `nil` prints everything on one line.
    private var indent: Int?

    init(indent: Int?) {
        self.indent = indent
        output.reserveCapacity(256)
    }

    mutating func print(_ value: JSONValue) {
        switch value {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: value ? "true".utf8 : "false".utf8)
        case .number(let value): output.append(contentsOf: value.text.utf8)
        case .string(let value): print(string: value)
        case .array(let values):
            list("[", "]", values) { $0.print($1) }
        case .object(let object):
            list("{", "}", object.members) {
                $0.print(string: $1.key)
                $0.output.append(UInt8(ascii: ":"))
                if $0.indent != nil { $0.output.append(UInt8(ascii: " ")) }
                $0.print($1.value)
            }
        }
    }

    private mutating func list<Item>(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ items: [Item], each: (inout Self, Item) -> Void
    ) {
        output.append(UInt8(ascii: open))
        if !items.isEmpty {
            indent? += 2
            for index in items.indices {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                breakLine()
                each(&self, items[index])
            }
            indent? -= 2
            breakLine()
        }
        output.append(UInt8(ascii: close))
    }

    private mutating func breakLine() {
        guard let indent else { return }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
    }

    mutating func append(_ byte: UInt8) { output.append(byte) }

    mutating func append(_ bytes: some Collection<UInt8>) { output.append(contentsOf: bytes) }

    mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }

    mutating func print(string: String) {
        output.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { utf8 in
            var start = 0
            while let index = Self.escaped(in: utf8, from: start) {
                output.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
                start = index + 1
                escape(utf8[index])
            }
            output.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
        }
        output.append(UInt8(ascii: "\""))
    }

    /// The first byte at an offset or behind it that must be escaped.
    private static func escaped(in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while index + 8 <= utf8.count {
            let marks = JSONWord.escaped(in: JSONWord.load(utf8, at: index))
            if marks != 0 { return index + marks.trailingZeroBitCount >> 3 }
            index += 8
        }
        return utf8[index...].firstIndex { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
    }

    private mutating func escape(_ byte: UInt8) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x22, 0x5C: output.append(byte)
        case 0x08: output.append(UInt8(ascii: "b"))
        case 0x09: output.append(UInt8(ascii: "t"))
        case 0x0A: output.append(UInt8(ascii: "n"))
        case 0x0C: output.append(UInt8(ascii: "f"))
        case 0x0D: output.append(UInt8(ascii: "r"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            output.append(contentsOf: "u00".utf8)
            output.append(digits[Int(byte >> 4)])
            output.append(digits[Int(byte & 15)])
        }
    }
}
