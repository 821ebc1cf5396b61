import JSON

/// Integers beyond 2^53, which JavaScript rounds when it reads them.
package enum LargeIntegers {
    /// Whether a number is spelled as an integer that JavaScript cannot tell from its neighbours.
    package static func isLarge(_ number: JSONNumber) -> Bool { isLarge(number.text) }

    /// - Parameter spelling: Of a number, in JSON or JavaScript; one with a fraction, an exponent or a radix is never large.
    package static func isLarge(_ spelling: String) -> Bool {
        // 2^53 has sixteen digits.
        guard spelling.utf8.count >= 16 else { return false }
        let digits = spelling.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
        guard digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return false }
        guard let magnitude = UInt64(String(decoding: digits, as: UTF8.self)) else { return true }
        return magnitude > 1 << 53
    }

    /// Whether a text has so many digits in a row that one may be in it.
    package static func mayBe(in text: some Sequence<UInt8>) -> Bool {
        var count = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                count += 1
                if count == 16 { return true }
            case UInt8(ascii: "_"): continue
            default: count = 0
            }
        }
        return false
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
        "\(spelling) is beyond 2^53, so the program reads a rounded value. Write it as a string: \"\(spelling)\"."
    }
}
