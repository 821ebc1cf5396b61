/// A day of the Gregorian calendar in UTC.
public struct CivilDate: Sendable, Hashable {
    public let year: Int
    /// From 1 to 12.
    public let month: Int
    /// Of the month, from 1.
    public let day: Int
    /// Days since 1970-01-01.
    public let number: Int

    /// - Parameter number: Days since 1970-01-01; negative before.
    public init(number: Int) {
        self.number = number
        // 400 years from a first of March always have the same length, and a leap day is the last of its year.
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// - Returns: `nil` for a date that does not exist, such as 31 February.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...Self.lengthOfMonth(month, of: year)).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
        let yearFromMarch = month <= 2 ? year - 1 : year
        let era = (yearFromMarch >= 0 ? yearFromMarch : yearFromMarch - 399) / 400
        let yearOfEra = yearFromMarch - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// From 1, a Sunday, to 7.
    public var weekday: Int { ((number + 4) % 7 + 7) % 7 + 1 }

    public var lengthOfMonth: Int { Self.lengthOfMonth(month, of: year) }

    private static func lengthOfMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && year % 100 != 0 || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
