/// Days, by their place in the month and in the week.
struct CronDays: Sendable {
    private enum OfMonth: Sendable {
        case any
        case values(Set<Int>)
        /// `L`: the last.
        case last
        /// `LW`: the last from Monday to Friday.
        case lastWorkday
        /// `15W`: the nearest from Monday to Friday in the month.
        case workday(Int)
    }

    private enum OfWeek: Sendable {
        case any
        case values(Set<Int>)
        /// `6L`: the last of its kind in the month.
        case last(Int)
        /// `6#3`: the third of its kind in the month.
        case nth(Int, Int)
    }

    private let ofMonth: OfMonth
    private let ofWeek: OfWeek

    /// `L`, `W` and `#` stand alone in their field, without a list or a step, as Cloudflare reads them.
    init(ofMonth: Substring, ofWeek: Substring) throws(InvalidCron) {
        self.ofMonth = try Self.month(ofMonth)
        self.ofWeek = try Self.week(ofWeek)
    }

    /// Where both kinds of days are restricted, a day of either kind is one.
    func contain(_ date: CivilDate) -> Bool {
        switch (ofMonth, ofWeek) {
        case (.any, _): isInWeek(date)
        case (_, .any): isInMonth(date)
        default: isInMonth(date) || isInWeek(date)
        }
    }

    private static func month(_ text: Substring) throws(InvalidCron) -> OfMonth {
        switch text {
        case "*": return .any
        case "L": return .last
        case "LW": return .lastWorkday
        default:
            if text.hasSuffix("W"), let day = CronField.dayOfMonth.value(text.dropLast()) { return .workday(day) }
            if text.contains("L") || text.contains("W") {
                throw InvalidCron(
                    "\"\(text)\" is not a valid day of the month; L, LW and W (as in 15W) stand alone, without a list, "
                        + "a range or a step")
            }
            return .values(try CronField.dayOfMonth.values(of: text))
        }
    }

    private static func week(_ text: Substring) throws(InvalidCron) -> OfWeek {
        let field = CronField.dayOfWeek
        if text == "*" { return .any }
        if text == "L" { return .values([7]) }
        if text.hasSuffix("L"), let day = field.value(text.dropLast()) { return .last(day) }
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let day = field.value(parts[0]), let nth = field.number(parts[1]), (1...5).contains(nth) else {
                throw InvalidCron(
                    "\"\(text)\" is not a valid day of the week; # is followed by 1 to 5 and stands alone, "
                        + "as in MON#2, the second Monday of the month")
            }
            return .nth(day, nth)
        }
        return .values(try field.values(of: text))
    }

    private func isInMonth(_ date: CivilDate) -> Bool {
        switch ofMonth {
        case .any: true
        case .values(let days): days.contains(date.day)
        case .last: date.day == date.lengthOfMonth
        case .lastWorkday: date.day == Self.workday(nearest: date.lengthOfMonth, in: date)
        case .workday(let day): day <= date.lengthOfMonth && date.day == Self.workday(nearest: day, in: date)
        }
    }

    private func isInWeek(_ date: CivilDate) -> Bool {
        switch ofWeek {
        case .any: true
        case .values(let days): days.contains(date.weekday)
        case .last(let weekday): date.weekday == weekday && date.day + 7 > date.lengthOfMonth
        case .nth(let weekday, let nth): date.weekday == weekday && (date.day - 1) / 7 + 1 == nth
        }
    }

    /// The day from Monday to Friday in the month of a date that is nearest to a day of that month.
    private static func workday(nearest day: Int, in date: CivilDate) -> Int {
        switch CivilDate(number: date.number + day - date.day).weekday {
        case 7: day == 1 ? 3 : day - 1
        case 1: day == date.lengthOfMonth ? day - 2 : day + 1
        default: day
        }
    }
}
