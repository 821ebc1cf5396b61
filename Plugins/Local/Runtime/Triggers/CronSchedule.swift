/// A cron expression whose grammar has been checked, as Cloudflare's "Cron Triggers" reads it: in UTC, days of the week
/// from 1, a Sunday, to 7 (0 is a Sunday, too); where both kinds of days are given, either will do.
/// Times are milliseconds since 1970.
struct CronSchedule: Sendable {
    private static let minute = 60_000
    private static let minutesOfDay = 1440
    /// Every expression that comes at all comes in 28 years.
    private static let horizon = 28 * 366

    private let minutes: Set<Int>
    private let hours: Set<Int>
    private let months: Set<Int>
    private let days: CronDays

    init?(_ expression: String) {
        let fields = expression.split(separator: " ")
        guard fields.count == 5, let minutes = CronField.minute.values(of: fields[0]),
            let hours = CronField.hour.values(of: fields[1]), let months = CronField.month.values(of: fields[3]),
            let days = CronDays(ofMonth: fields[2], ofWeek: fields[4])
        else { return nil }
        self.minutes = minutes
        self.hours = hours
        self.months = months
        self.days = days
    }

    /// `nil`: it never comes.
    func next(after time: Int) -> Int? {
        let start = time / Self.minute + 1
        var day = CivilDay(number: start / Self.minutesOfDay)
        for offset in 0..<Self.horizon {
            if months.contains(day.month), days.contain(day) {
                let first = offset == 0 ? start % Self.minutesOfDay : 0
                if let minute = (first..<Self.minutesOfDay).first(where: isMinute) {
                    return (day.number * Self.minutesOfDay + minute) * Self.minute
                }
            }
            day = CivilDay(number: day.number + 1)
        }
        return nil
    }

    /// The last time that is not after one, and not before another that is one of its times.
    func last(upTo time: Int, from first: Int) -> Int {
        var day = CivilDay(number: time / Self.minute / Self.minutesOfDay)
        var minutes = 0...(time / Self.minute % Self.minutesOfDay)
        while day.number * Self.minutesOfDay * Self.minute > first {
            if months.contains(day.month), days.contain(day), let minute = minutes.reversed().first(where: isMinute) {
                return max(first, (day.number * Self.minutesOfDay + minute) * Self.minute)
            }
            day = CivilDay(number: day.number - 1)
            minutes = 0...Self.minutesOfDay - 1
        }
        let minute = minutes.reversed().first(where: isMinute)
        return max(first, minute.map { (day.number * Self.minutesOfDay + $0) * Self.minute } ?? first)
    }

    private func isMinute(_ minute: Int) -> Bool { hours.contains(minute / 60) && minutes.contains(minute % 60) }
}
