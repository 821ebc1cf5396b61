/// The values that a field of a cron expression can have.
struct CronField {
    let range: ClosedRange<Int>
    var names: [Substring] = []

    static let minute = CronField(range: 0...59)
    static let hour = CronField(range: 0...23)
    static let month = CronField(
        range: 1...12, names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
    static let dayOfMonth = CronField(range: 1...31)
    static let dayOfWeek = CronField(range: 1...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])

    /// Of a list of items: `*`, `5`, `1-5`, any of them with `/step`; `nil` when one is something else.
    func values(of text: Substring) -> Set<Int>? {
        var values: Set<Int> = []
        for item in text.split(separator: ",") {
            guard let found = self.item(item) else { return nil }
            values.formUnion(found)
        }
        return values.isEmpty ? nil : values
    }

    func value(_ text: Substring) -> Int? {
        if let index = names.firstIndex(of: Substring(text.uppercased())) { return range.lowerBound + index }
        guard let number = Int(text) else { return nil }
        // Of the days of the week: elsewhere a Sunday is 0.
        if number == 0, range == 1...7 { return 1 }
        return range.contains(number) ? number : nil
    }

    private func item(_ item: Substring) -> [Int]? {
        let stepped = item.split(separator: "/", maxSplits: 1)
        guard let base = stepped.first else { return nil }
        let step = stepped.count == 2 ? Int(stepped[1]) : 1
        guard let step, step > 0 else { return nil }
        let ends: ClosedRange<Int>
        let parts = base.split(separator: "-")
        if base == "*" {
            ends = range
        } else if parts.count == 2, let low = value(parts[0]), let high = value(parts[1]), low <= high {
            ends = low...high
        } else if parts.count == 1, let only = value(parts[0]) {
            ends = stepped.count == 2 ? only...range.upperBound : only...only
        } else {
            return nil
        }
        return Array(stride(from: ends.lowerBound, through: ends.upperBound, by: step))
    }
}
