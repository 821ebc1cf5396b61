import JSON

/// Durations as the platform reads them.
enum DurationText {
    /// - Returns: Milliseconds; `nil` for what is no duration.
    static func milliseconds(_ value: JSONValue) -> Int? {
        if let number = value.double { return number >= 0 && number < 1e15 ? Int(number) : nil }
        guard let text = value.string else { return nil }
        let words = text.split(separator: " ")
        guard words.count == 2, let amount = Double(words[0]), amount >= 0, amount < 1e9, var unit = words.last else {
            return nil
        }
        if unit.hasSuffix("s") { unit.removeLast() }
        guard let length = units[String(unit)] else { return nil }
        return Int(amount * length)
    }

    private static let units: [String: Double] = [
        "millisecond": 1, "second": 1_000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000,
        "week": 604_800_000, "month": 2_592_000_000, "year": 31_536_000_000,
    ]
}
