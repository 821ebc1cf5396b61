import JSON

/// A length of time of the document: milliseconds as a number, or text such as `"30 seconds"`.
package enum DurationText {
    /// The longest sleep and time-out: 365 days (Cloudflare documentation, "Workflows: Limits").
    package static let longestMilliseconds = 365.0 * 86_400_000

    private static let units: [String: Double] = [
        "ms": 1, "millisecond": 1, "second": 1000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000,
        "week": 604_800_000, "month": 2_592_000_000, "year": 31_536_000_000,
    ]

    /// Milliseconds; `nil` when the value is no duration.
    package static func milliseconds(_ value: JSONValue) -> Double? {
        if let number = value.double { return number >= 0 ? number : nil }
        guard let text = value.string else { return nil }
        let words = text.split(separator: " ")
        guard words.count == 2, let amount = Double(words[0]), amount >= 0, amount.isFinite else { return nil }
        let unit = words[1].lowercased()
        guard let scale = units[unit] ?? (unit.hasSuffix("s") ? units[String(unit.dropLast())] : nil) else {
            return nil
        }
        return amount * scale
    }

    /// What is wrong with a duration; `nil` when nothing is.
    package static func problem(_ value: JSONValue) -> String? {
        guard let milliseconds = milliseconds(value) else {
            return "This is no duration: write milliseconds, or text such as \"30 seconds\", \"5 minutes\", \"7 days\"."
        }
        return milliseconds <= longestMilliseconds ? nil : "The longest duration is 365 days."
    }
}
