extension JavaScriptSource {
    /// The value of a string, or of a template literal without code in it (ECMAScript 2025, section 12.9.4).
    /// - Returns: `nil` for other tokens, and for one that is not valid in a module.
    public func value(of token: JavaScriptToken) -> String? {
        guard token.isTerminated else { return nil }
        switch token.kind {
        case .string, .template(.whole): break
        default: return nil
        }
        let content = bytes[token.contentRange]
        guard content.contains(UInt8(ascii: "\\")) else { return text(token.contentRange) }
        var reader = EscapeReader(String(decoding: content, as: UTF8.self))
        return reader.value()
    }
}

/// Reads what stands in a literal, in UTF-16: an escape may be one half of a pair.
private struct EscapeReader {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var units: [UInt16] = []

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func value() -> String? {
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            guard scalar == "\\" else {
                units += Array(String(scalar).utf16)
                continue
            }
            guard index < scalars.count, escape(scalars[index]) else { return nil }
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// - Returns: Whether it is a valid escape.
    private mutating func escape(_ scalar: Unicode.Scalar) -> Bool {
        index += 1
        switch scalar {
        case "b": units.append(0x08)
        case "t": units.append(0x09)
        case "n": units.append(0x0A)
        case "v": units.append(0x0B)
        case "f": units.append(0x0C)
        case "r": units.append(0x0D)
        case "\r":
            if index < scalars.count, scalars[index] == "\n" { index += 1 }
        case "\n", "\u{2028}", "\u{2029}": break
        case "0" where !isDigit(at: index): units.append(0)
        case "0"..."9": return false
        case "x": return number(digits: 2)
        case "u":
            guard index < scalars.count, scalars[index] == "{" else { return number(digits: 4) }
            return codePoint()
        default: units += Array(String(scalar).utf16)
        }
        return true
    }

    private func isDigit(at index: Int) -> Bool { index < scalars.count && ("0"..."9").contains(scalars[index]) }

    private mutating func number(digits count: Int) -> Bool {
        guard index + count <= scalars.count, let unit = Self.number(scalars[index..<index + count]) else {
            return false
        }
        index += count
        units.append(UInt16(unit))
        return true
    }

    private mutating func codePoint() -> Bool {
        guard let end = scalars[index...].firstIndex(of: "}"), let value = Self.number(scalars[index + 1..<end]),
            let scalar = Unicode.Scalar(value)
        else { return false }
        index = end + 1
        units += Array(String(scalar).utf16)
        return true
    }

    private static func number(_ digits: ArraySlice<Unicode.Scalar>) -> UInt32? {
        guard digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
        return UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
    }
}
