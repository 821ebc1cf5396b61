import PluginMessages
import Values

/// A text with expressions in it, whose form is known only when it runs: whether it can have that form at all.
enum MixedText {
    /// What is wrong with a text whatever the values of its expressions are; `nil` when nothing is.
    static func problem(of text: String, as format: ConfigField.Validation.Format?) -> String? {
        switch format {
        case .duration:
            let isPossible = mayBe(text, durations[...]) { (try? DurationText.milliseconds(of: $0)) != nil }
            return isPossible
                ? nil
                : "is \"\(text)\", which is not a duration whatever its expressions are; expected an amount and a unit such "
                    + "as \"{{node.count}} seconds\""
        case .dateTime:
            return mayBe(text, times[...], TextFormat.isDateTime)
                ? nil
                : "is \"\(text)\", which is not a time of ISO 8601 whatever its expressions are; expected a text such as "
                    + "\"{{node.date}}T09:00:00Z\""
        case .email, .url, .uuid, .date, .cron, nil: return nil
        }
    }

    /// What an expression in a duration may be.
    private static let durations = ["1 second", "1", " second", "second", "s", " ", ""]

    /// What an expression in a time may be.
    private static let times = [
        "2030-01-01T09:00:00Z", "2030-01-01T09:00:00", "2030-01-01", "T09:00:00Z", "09:00:00Z", "09:00:00", "09:00",
        "2030", "01", "000", "Z", "+01:00", "",
    ]

    /// More expressions are not tried.
    private static let most = 3

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func mayBe(_ text: String, _ samples: ArraySlice<String>, _ isValid: (String) -> Bool) -> Bool {
        // White space around an expression means nothing: see the lowering of these fields.
        var bytes = Array(text.utf8)
        while let last = bytes.last, Self.isSpace(last) { bytes.removeLast() }
        bytes.removeFirst(bytes.firstIndex { !Self.isSpace($0) } ?? 0)
        let expressions = ExpressionScanner.scan(bytes)
        guard expressions.count <= most else { return true }
        func fits(_ start: String, _ position: Int, _ rest: ArraySlice<ScannedExpression>) -> Bool {
            guard let next = rest.first else {
                return isValid(start + String(decoding: bytes[position...], as: UTF8.self))
            }
            let before = start + String(decoding: bytes[position..<next.range.lowerBound], as: UTF8.self)
            return samples.contains { fits(before + $0, next.range.upperBound, rest.dropFirst()) }
        }
        return fits("", 0, expressions[...])
    }
}
