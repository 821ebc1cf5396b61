import JavaScript

/// The user's code at the place that it is printed at. Lines that begin inside a string or template literal are part of
/// its value and stay as they are; no line is added or taken out but blank ones at the start and the end.
struct IndentedCode {
    private let bytes: [UInt8]
    /// The lines of the code, from the first to the last that are not blank, without their breaks.
    private(set) var lines: [Range<Int>] = []
    /// The line of the code that the text begins with, from 1.
    private(set) var firstLine = 1
    /// Which lines begin inside a literal; empty when none does.
    private var fixed: [Bool] = []

    /// - Parameter tokens: Of the code; `nil` when none of its literals has a line break in it.
    init(_ bytes: [UInt8], tokens: [JavaScriptToken]?) {
        self.bytes = bytes
        let end = bytes.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? 0
        findLines(to: end)
        if let tokens, lines.count > 1 { findFixedLines(tokens) }
    }

    private mutating func findLines(to end: Int) {
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            var isBlank = true
            for index in 0..<end {
                if bytes[index] == Self.newline {
                    if !isBlank { lines.append(start..<index) }
                    start = index + 1
                } else if isBlank, !Self.isBlank(bytes[index]) {
                    isBlank = false
                    firstLine += LineBreaks.count(in: UnsafeBufferPointer(rebasing: bytes[..<index]))
                }
            }
            if start < end { lines.append(start..<end) }
        }
    }

    /// - Parameter margin: What lines begin with there, in spaces.
    func write(margin: Int, to output: inout [UInt8]) {
        bytes.withUnsafeBufferPointer { bytes in
            let common = lines.count > 1 ? commonIndent(bytes) : 0
            for (index, line) in lines.enumerated() {
                if index > 0 { output.append(Self.newline) }
                var start = line.lowerBound
                if !isFixed(index) {
                    guard let first = firstMark(bytes, line) else { continue }
                    // The first line is often written without the margin that the others have.
                    start = index == 0 ? first : min(start + common, first)
                    for _ in 0..<margin { output.append(Self.space) }
                }
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<line.upperBound]))
            }
        }
    }

    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private func isFixed(_ line: Int) -> Bool { !fixed.isEmpty && fixed[line] }

    /// The first byte of a line that is not white space.
    private func firstMark(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Int? {
        for index in line where !Self.isBlank(bytes[index]) { return index }
        return nil
    }

    private mutating func findFixedLines(_ tokens: [JavaScriptToken]) {
        fixed = Array(repeating: false, count: lines.count)
        var line = 0
        for token in tokens {
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
    }

    /// The length of the white space that all lines but the first begin with.
    private func commonIndent(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var common: Range<Int>?
        for (index, line) in lines.enumerated().dropFirst() where !isFixed(index) {
            guard let first = firstMark(bytes, line) else { continue }
            guard let shared = common else {
                common = line.lowerBound..<first
                continue
            }
            var length = 0
            let most = min(shared.count, first - line.lowerBound)
            while length < most, bytes[shared.lowerBound + length] == bytes[line.lowerBound + length] { length += 1 }
            common = shared.lowerBound..<shared.lowerBound + length
        }
        return common?.count ?? 0
    }
}
