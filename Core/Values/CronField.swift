/// A field of a cron expression whose values are numbers or names.
struct CronField: Sendable {
    let name: String
    let range: ClosedRange<Int>
    var names: [String] = []

    static let minute = CronField(name: "minute", range: 0...59)
    static let hour = CronField(name: "hour", range: 0...23)
    static let dayOfMonth = CronField(name: "day of the month", range: 1...31)
    static let month = CronField(
        name: "month", range: 1...12,
        names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
    static let dayOfWeek = CronField(
        name: "day of the week", range: 1...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])

    /// The largest step that leads to another value; Cloudflare rejects larger ones.
    private var longestStep: Int { range.upperBound - range.lowerBound }

    /// Of a list of items: `*`, `5`, `1-5`, `*/2`, `5/2`, `1-5/2`. A plain `*` stands alone.
    func values(of text: Substring) throws(InvalidCron) -> Set<Int> {
        if text == "*" { return Set(range) }
        var values: Set<Int> = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard item != "*", let found = self.item(item) else { throw invalid(item) }
            values.formUnion(found)
        }
        return values
    }

    /// - Returns: `nil` when the text is not a value of this field.
    func value(_ text: Substring) -> Int? {
        if let index = names.firstIndex(of: text.uppercased()) { return range.lowerBound + index }
        return number(text).flatMap { range.contains($0) ? $0 : nil }
    }

    /// `Int` also accepts a sign.
    func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }

    func invalid(_ item: Substring) -> InvalidCron {
        let bounds = "\(range.lowerBound) to \(range.upperBound)"
        let allowed =
            names.isEmpty
            ? "\(bounds), a range such as 2-5, a list such as 2,5 or a step such as */2"
            : "\(bounds) or \(names[0]) to \(names[names.count - 1]), a range, a list, or a step such as */2"
        return InvalidCron("\"\(item)\" is not a valid \(name); expected \(allowed)")
    }

    private func item(_ item: Substring) -> [Int]? {
        let parts = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var step = 1
        if parts.count == 2 {
            guard let number = number(parts[1]), (1...longestStep).contains(number) else { return nil }
            step = number
        }
        guard let (first, last) = ends(of: parts[0], isStepped: parts.count == 2) else { return nil }
        return Array(stride(from: first, through: last, by: step))
    }

    private func ends(of base: Substring, isStepped: Bool) -> (Int, Int)? {
        if base == "*" { return (range.lowerBound, range.upperBound) }
        let ends = base.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = value(ends[0]) else { return nil }
        if ends.count == 1 { return (first, isStepped ? range.upperBound : first) }
        guard let last = value(ends[1]), first <= last else { return nil }
        return (first, last)
    }
}
