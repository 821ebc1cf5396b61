/// A control character in a text (Unicode's category Cc): invisible, and able to change what a terminal or a log shows.
package struct ControlCharacter: CustomStringConvertible {
    private let scalar: Unicode.Scalar

    /// - Returns: The first one; `nil` when there is none but those that are allowed.
    package init?(in text: String, allowing known: Set<Unicode.Scalar> = []) {
        let control = text.unicodeScalars.first { Self.isControl($0) && !known.contains($0) }
        guard let control else { return nil }
        scalar = control
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    package var description: String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+\(String(repeating: "0", count: 4 - digits.count))\(digits)"
    }

    /// The problem with a text that has it.
    package var problem: String { "contains the control character \(self); remove it" }

    /// Line breaks and tabs, which a text of several lines has.
    package static let ofLines: Set<Unicode.Scalar> = ["\n", "\r", "\t"]
}
