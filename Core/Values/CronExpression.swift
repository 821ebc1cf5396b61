/// A cron expression of five fields, in UTC: minute, hour, day of the month, month, day of the week.
///
/// The grammar is that of Cloudflare's "Cron Triggers" documentation: days of the week are 1 (Sunday) to 7 (Saturday)
/// or names; `L`, `W` and `#` as in Quartz.
public struct CronExpression: Sendable {
    private static let minute = 60_000
    private static let minutesOfDay = 1440
    /// The fifth Monday of February comes after 40 years at the latest (2100 is not a leap year).
    private static let horizon = 40 * 366

    /// The fields as they were written, one space between them: every provider accepts this text.
    public let text: String
    /// What a weekday that is a number means, which is another day in crontab; `nil` without such a number.
    public let weekdayNote: String?

    private let minutes: Set<Int>
    private let hours: Set<Int>
    private let months: Set<Int>
    private let days: CronDays

    /// - Throws: When the text is not a cron expression, or its date never comes.
    public init(_ text: String) throws(InvalidCron) {
        let fields = text.split { $0 == " " || $0 == "\t" || $0.isNewline }
        guard fields.count == 5 else {
            throw InvalidCron(
                "\"\(text)\" is not a valid cron expression; expected five fields (minute, hour, day of the month, "
                    + "month, day of the week) such as \"0 9 * * MON-FRI\"")
        }
        let weekdays = CronWeekdays(fields[4])
        try weekdays.checkZero()
        self.text = fields.joined(separator: " ")
        minutes = try CronField.minute.values(of: fields[0])
        hours = try CronField.hour.values(of: fields[1])
        days = try CronDays(ofMonth: fields[2], ofWeek: fields[4])
        months = try CronField.month.values(of: fields[3])
        weekdayNote = weekdays.note
        guard next(after: Timestamp(milliseconds: 0)) != nil else {
            throw InvalidCron(
                "The cron expression \"\(self.text)\" never fires; expected a date that exists in some year")
        }
    }

    /// The first time it fires after a time; `nil` only where dates end.
    public func next(after time: Timestamp) -> Timestamp? {
        let start = Self.minutes(time) + 1
        var date = CivilDate(number: start / Self.minutesOfDay)
        for offset in 0..<Self.horizon {
            if isDay(date) {
                let first = offset == 0 ? start % Self.minutesOfDay : 0
                if let minute = (first..<Self.minutesOfDay).first(where: isMinute) { return Self.time(date, minute) }
            }
            date = CivilDate(number: date.number + 1)
        }
        return nil
    }

    /// The last time it fires that is not after a time.
    ///
    /// - Parameter first: An earlier time at which it fires, or which stands for one.
    public func last(upTo time: Timestamp, from first: Timestamp) -> Timestamp {
        var date = CivilDate(number: Self.minutes(time) / Self.minutesOfDay)
        var minutes = 0...(Self.minutes(time) % Self.minutesOfDay)
        while Self.time(date, minutes.upperBound) > first {
            if isDay(date), let minute = minutes.reversed().first(where: isMinute) {
                return max(first, Self.time(date, minute))
            }
            date = CivilDate(number: date.number - 1)
            minutes = 0...Self.minutesOfDay - 1
        }
        return first
    }

    private static func minutes(_ time: Timestamp) -> Int { Int(time.milliseconds) / minute }

    private static func time(_ date: CivilDate, _ minute: Int) -> Timestamp {
        Timestamp(milliseconds: Int64((date.number * minutesOfDay + minute) * self.minute))
    }

    private func isDay(_ date: CivilDate) -> Bool { months.contains(date.month) && days.contain(date) }

    private func isMinute(_ minute: Int) -> Bool { hours.contains(minute / 60) && minutes.contains(minute % 60) }
}
