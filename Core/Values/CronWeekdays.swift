/// Numbers for days of the week in a cron expression: crontab counts from 0, Cloudflare from 1.
struct CronWeekdays {
    private static let names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    private let field: Substring
    /// In the order of the field, without steps and the numbers after `#`.
    private let numbers: [Int]

    init(_ field: Substring) {
        self.field = field
        numbers = field.split(separator: ",").flatMap { item in
            item.prefix { $0 != "/" && $0 != "#" }.split { $0 == "-" || $0 == "L" }.compactMap { Int($0) }
        }
    }

    func checkZero() throws(InvalidCron) {
        guard numbers.contains(0) else { return }
        throw InvalidCron(
            "0 is not a valid day of the week in the cron expression; expected 1 (Sunday) to 7 (Saturday), or a name "
                + "such as SUN")
    }

    /// For numbers that are valid.
    var note: String? {
        guard !numbers.isEmpty else { return nil }
        let meanings = numbers.map { "\($0) is \(Self.names[$0 - 1])" }.joined(separator: ", ")
        let name = Self.names[numbers[0] - 1].prefix(3).uppercased()
        return "In the day of the week \"\(field)\" of the cron expression, \(meanings): days are counted from "
            + "1 (Sunday) to 7 (Saturday), unlike in crontab. To be clear, use names such as \(name)"
    }
}
