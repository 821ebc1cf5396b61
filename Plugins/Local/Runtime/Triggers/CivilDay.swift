/// A day of the Gregorian calendar in UTC.
struct CivilDay: Sendable {
    /// Since 1970-01-01.
    let number: Int
    let month: Int
    let day: Int
    let lengthOfMonth: Int

    /// From 1, a Sunday, to 7.
    var weekday: Int { (number + 4) % 7 + 1 }

    /// - Parameter number: Not negative.
    init(number: Int) {
        self.number = number
        // 400 years from a first of March have always the same length, and a leap day is the last of its year.
        let shifted = number + 719_468
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = shifted / 146_097 * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        lengthOfMonth = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// The day from Monday to Friday of this month that is next to one of it.
    func workday(nearest wanted: Int) -> Int {
        switch (weekday + wanted - day + 70) % 7 {
        // A Saturday.
        case 0: wanted == 1 ? 3 : wanted - 1
        // A Sunday.
        case 1: wanted == lengthOfMonth ? wanted - 2 : wanted + 1
        default: wanted
        }
    }
}
