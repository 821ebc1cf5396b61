import Values

extension CronExpression {
    /// A schedule of this data folder. Earlier versions also accepted 0 for a Sunday, which goes on.
    init?(stored text: String) {
        if let cron = try? CronExpression(text) {
            self = cron
            return
        }
        var fields = text.split(separator: " ").map(String.init)
        guard fields.count == 5 else { return nil }
        let days = fields[4].split(separator: ",").map { day in
            day.hasPrefix("0") && !day.dropFirst().hasPrefix("0") ? "SUN" + day.dropFirst() : String(day)
        }
        fields[4] = days.joined(separator: ",")
        guard let cron = try? CronExpression(fields.joined(separator: " ")) else { return nil }
        self = cron
    }
}
