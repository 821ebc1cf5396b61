import JSON
import TestSupport

/// Prints a value with other spaces and escapes, with members that are repeated, the last as it should be, and, where a
/// reader looks for known names only, with members that nobody knows. Faults make another value of it.
struct RespelledJSON {
    private(set) var bytes: [UInt8] = []
    private var random: SeededGenerator
    private let faults: Int

    /// - Parameter faults: Per cent of the values that are replaced or left out.
    init(seed: UInt64, faults: Int = 0) {
        random = SeededGenerator(seed: seed)
        self.faults = faults
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func write(_ text: String) { bytes += Array(text.utf8) }

    private mutating func space() {
        if chance(10) { write([" ", "\n", "\t", "\r", "  "][Int.random(in: 0..<5, using: &random)]) }
    }

    /// - Parameter isKnown: Whether the names of the value's members are known to the reader.
    mutating func print(_ value: JSONValue, isKnown: Bool = true) {
        space()
        defer { space() }
        if chance(faults) {
            return write(
                ["null", "7", "-1", "0.5", "\"x\"", "[]", "{}", "true"][Int.random(in: 0..<8, using: &random)])
        }
        switch value {
        case .null, .bool, .number: write(value.text)
        case .string(let text): print(text)
        case .array(let values):
            write("[")
            for (index, value) in values.enumerated() {
                if index > 0 { write(",") }
                print(value, isKnown: isKnown)
            }
            write("]")
        case .object(let object):
            write("{")
            var isFirst = true
            for member in object.members where !chance(faults) {
                // The repetition goes first, so the first name stays the first.
                for value in chance(5) ? [7, member.value] : [member.value] {
                    if !isFirst { write(",") }
                    isFirst = false
                    space()
                    print(member.key)
                    space()
                    write(":")
                    print(value, isKnown: isKnown && member.key != "literal")
                }
            }
            if isKnown, !isFirst, chance(5) { write(#","unknown":{"a":[1,{}]}"#) }
            write("}")
        }
    }

    private mutating func print(_ text: String) {
        write("\"")
        for unit in text.utf16 {
            let needsEscape = unit < 0x20 || unit == 0x22 || unit == 0x5C || unit >= 0x7F
            if needsEscape || chance(10) {
                let digits = String(unit, radix: 16, uppercase: chance(50))
                write("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            } else {
                write(String(Character(Unicode.Scalar(UInt8(unit)))))
            }
        }
        write("\"")
    }
}
