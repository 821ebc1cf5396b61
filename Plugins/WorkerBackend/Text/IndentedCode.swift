import JavaScript

/// The user's code at the place that it is printed at. Lines that begin inside a string or template literal are part of
/// its value and stay as they are; no line is added or taken out but blank ones at the start and the end.
struct IndentedCode {
    private(set) var text = ""
    /// The line of the code that the text begins with, from 1.
    private(set) var firstLine = 1

    /// - Parameter depth: Of the block around, in steps of two spaces.
    init(_ source: JavaScriptSource, depth: Int) {
        let bytes = source.bytes
        let margin = String(repeating: "  ", count: depth)
        let end = bytes.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? 0
        guard let newline = bytes.firstIndex(of: Self.newline), newline < end else {
            let start = bytes[..<end].firstIndex { !Self.isBlank($0) } ?? end
            text = start < end ? margin + source.text(start..<end) : ""
            return
        }
        let blankLines = bytes[..<(bytes.firstIndex { !Self.isBlank($0) } ?? 0)].count { $0 == Self.newline }
        firstLine += blankLines
        let lines = Array(Self.lines(bytes[..<end]).dropFirst(blankLines))
        let fixed = Self.fixedLines(source, lines)
        let common = Self.commonIndent(bytes, lines, fixed)
        var output: [UInt8] = []
        output.reserveCapacity(end + lines.count * margin.utf8.count)
        for (index, line) in lines.enumerated() {
            if index > 0 { output.append(Self.newline) }
            if fixed[index] {
                output += bytes[line]
            } else if let first = bytes[line].firstIndex(where: { !Self.isBlank($0) }) {
                // The first line is often written without the margin that the others have.
                let start = min(line.lowerBound + common, first)
                output += margin.utf8
                output += bytes[(index == 0 ? first : start)..<line.upperBound]
            }
        }
        text = String(decoding: output, as: UTF8.self)
    }

    private static let newline = UInt8(ascii: "\n")

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func lines(_ bytes: ArraySlice<UInt8>) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for index in bytes.indices where bytes[index] == newline {
            lines.append(start..<index)
            start = index + 1
        }
        return lines + [start..<bytes.endIndex]
    }

    /// Which lines begin inside a literal.
    private static func fixedLines(_ source: JavaScriptSource, _ lines: [Range<Int>]) -> [Bool] {
        var fixed = Array(repeating: false, count: lines.count)
        var line = 0
        for token in source.tokens {
            switch token.kind {
            case .template, .string: break
            default: continue
            }
            while line < lines.count, lines[line].upperBound < token.range.lowerBound { line += 1 }
            while line + 1 < lines.count, lines[line].upperBound < token.range.upperBound {
                line += 1
                fixed[line] = true
            }
        }
        return fixed
    }

    /// The white space that all lines but the first begin with.
    private static func commonIndent(_ bytes: [UInt8], _ lines: [Range<Int>], _ fixed: [Bool]) -> Int {
        var common: ArraySlice<UInt8>?
        for (index, line) in lines.enumerated().dropFirst() where !fixed[index] {
            guard let first = bytes[line].firstIndex(where: { !isBlank($0) }) else { continue }
            let indent = bytes[line.lowerBound..<first]
            guard let shared = common else {
                common = indent
                continue
            }
            let length = zip(shared, indent).prefix { $0 == $1 }.count
            common = shared.prefix(length)
        }
        return common?.count ?? 0
    }
}
