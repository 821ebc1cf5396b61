import JSON

/// Integers beyond 2^53, which JavaScript rounds when it reads them, and in JSON numbers of any spelling that it reads as
/// infinite.
package enum LargeIntegers {
    /// The length of the shortest spelling: 2^53 + 1 has sixteen digits, or fourteen after `0x`.
    package static let shortest = 16

    /// Whether a number is spelled as an integer that JavaScript cannot tell from its neighbours.
    package static func isLarge(_ number: JSONNumber) -> Bool { isLarge(number.text) || isInfinite(number) }

    /// Such as `1e400`: without an exponent only a large integer is infinite.
    private static func isInfinite(_ number: JSONNumber) -> Bool {
        number.text.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") } && number.double.isInfinite
    }

    /// Whether a text of JSON has as many digits in a row as the smallest of them.
    static func mayHave(_ text: String) -> Bool {
        guard text.utf8.count >= shortest else { return false }
        var run = 0
        for byte in text.utf8 {
            run = (0x30...0x39).contains(byte) ? run + 1 : 0
            if run == shortest { return true }
        }
        return false
    }

    /// - Parameter spelling: Of a number, in JSON or JavaScript, in any radix; one with a fraction, an exponent or the `n` of
    ///   a `BigInt` is never large.
    package static func isLarge(_ spelling: String) -> Bool {
        guard spelling.utf8.count >= shortest else { return false }
        let spelling = String(
            decoding: spelling.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }, as: UTF8.self)
        let radix = radix(of: spelling)
        let digits = radix == 10 ? spelling[...] : spelling.dropFirst(2)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ digit($0) < radix }) else { return false }
        guard let magnitude = UInt64(digits, radix: radix) else { return true }
        return magnitude > 1 << 53
    }

    /// Of a literal (ECMAScript 2025, section 12.9.3).
    private static func radix(of spelling: String) -> Int {
        switch spelling.prefix(2).lowercased() {
        case "0x": 16
        case "0o": 8
        case "0b": 2
        default: 10
        }
    }

    private static func digit(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        default: .max
        }
    }

    /// Where in a value they are, each with its spelling.
    package static func find(in value: JSONValue, at place: Place) -> [(place: Place, spelling: String)] {
        switch value {
        case .number(let number): isLarge(number) ? [(place, number.text)] : []
        case .array(let elements):
            elements.enumerated().flatMap { find(in: $1, at: place.element($0)) }
        case .object(let members): members.flatMap { find(in: $0.value, at: place.member($0.key)) }
        case .null, .bool, .string: []
        }
    }

    package static func warning(_ spelling: String) -> String {
        guard isLarge(spelling) else {
            return "\(spelling) is beyond the largest number, so the program reads Infinity. Write it as a string: "
                + "\"\(spelling)\"."
        }
        let instead = radix(of: spelling) == 10 ? "as a string: \"\(spelling)\"" : "as a BigInt: \(spelling)n"
        return "\(spelling) is beyond 2^53, so the program reads a rounded value. Write it \(instead)."
    }
}
