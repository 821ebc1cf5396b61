/// Words of others that people read, without what changes how a terminal, a log or a page shows the rest: control characters,
/// and those that turn the direction of text (Unicode's property Bidi_Control).
package enum ShownText {
    private static let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\t", "\u{0B}", "\u{0C}", "\u{85}"]

    /// The text on one line.
    package static func line(_ text: String) -> String {
        shown(text) { breaks.contains($0) || isSeparator($0) ? " " : nil }
    }

    /// The text with its lines and tabs.
    package static func lines(_ text: String) -> String {
        shown(text) { $0 == "\n" || $0 == "\t" ? $0 : isSeparator($0) ? "\n" : nil }
    }

    /// The text of a JSON value with escapes in place of those characters: the value stays the same, since they are in strings
    /// only, besides line breaks and tabs between its parts.
    package static func json(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard scalar.value >= 0x7F, isHidden(scalar) || isSeparator(scalar) else {
                shown.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                shown.append(
                    contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
            }
        }
        return String(shown)
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value < 0x20 || scalar.value >= 0x7F else { return false }
        return scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{2028}" || scalar == "\u{2029}" }

    /// - Parameter substitute: In place of a scalar; `nil` drops one that is not shown.
    private static func shown(_ text: String, _ substitute: (Unicode.Scalar) -> Unicode.Scalar?) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let other = substitute(scalar) {
                shown.append(other)
            } else if !isHidden(scalar) {
                shown.append(scalar)
            }
        }
        return String(shown)
    }
}
