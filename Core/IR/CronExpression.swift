/// Checks a cron expression of five fields: minute, hour, day of month, month, day of week.
enum CronExpression {
    private struct Field {
        let name: String
        let range: ClosedRange<Int>
        let names: [String]
    }

    private static let fields = [
        Field(name: "minute", range: 0...59, names: []),
        Field(name: "hour", range: 0...23, names: []),
        Field(name: "day of month", range: 1...31, names: []),
        Field(
            name: "month", range: 1...12,
            names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        Field(name: "day of week", range: 0...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
    ]

    /// What is wrong; `nil` when nothing is.
    static func problem(_ expression: String) -> String? {
        let parts = expression.split(separator: " ")
        guard parts.count == 5 else {
            return
                "A cron expression has five fields (minute, hour, day of month, month, day of week), not \(parts.count)."
        }
        for (field, part) in zip(fields, parts)
        where !part.split(separator: ",", omittingEmptySubsequences: false).allSatisfy({ isItem($0, field) }) {
            return "\"\(part)\" is no \(field.name) (\(field.range.lowerBound)–\(field.range.upperBound))."
        }
        return nil
    }

    /// `*`, `5`, `1-5`, any of them with `/step`; `L`, `W` and `#` as the platforms have them.
    private static func isItem(_ item: Substring, _ field: Field) -> Bool {
        let stepped = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if stepped.count == 2, Int(stepped[1]).map({ $0 > 0 }) != true { return false }
        let base = stepped[0]
        if base == "*" { return true }
        if field.range.upperBound == 31,
            base == "L" || base == "LW" || base.hasSuffix("W") && value(base.dropLast(), field) != nil
        {
            return true
        }
        if field.range.upperBound == 7 {
            if base.hasSuffix("L"), base == "L" || value(base.dropLast(), field) != nil { return true }
            let nth = base.split(separator: "#", omittingEmptySubsequences: false)
            if nth.count == 2 { return value(nth[0], field) != nil && Int(nth[1]).map((1...5).contains) == true }
        }
        let ends = base.split(separator: "-", omittingEmptySubsequences: false).map { value($0, field) }
        switch ends.count {
        case 1: return ends[0] != nil
        case 2: return ends[0].flatMap { low in ends[1].map { low <= $0 } } ?? false
        default: return false
        }
    }

    private static func value(_ text: Substring, _ field: Field) -> Int? {
        if let number = Int(text) { return field.range.contains(number) ? number : nil }
        return field.names.firstIndex(of: text.uppercased()).map { $0 + (field.range.lowerBound == 1 ? 1 : 0) }
    }
}
