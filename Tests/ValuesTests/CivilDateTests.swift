import Foundation
import Testing
import Values

@Suite("Civil dates", .timeLimit(.minutes(10)))
struct CivilDateTests {
    @Test("Day after day, they agree with the calendar of the system")
    func calendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for number in stride(from: -100_000, to: 100_000, by: 13) {
            let date = CivilDate(number: number)
            let moment = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: moment)
            #expect(date.year == parts.year && date.month == parts.month && date.day == parts.day)
            #expect(date.weekday == parts.weekday)
            #expect(calendar.range(of: .day, in: .month, for: moment)?.count == date.lengthOfMonth)
            #expect(CivilDate(year: date.year, month: date.month, day: date.day)?.number == number)
        }
    }

    @Test(
        "Dates that do not exist",
        arguments: [(2026, 2, 29), (1900, 2, 29), (2026, 13, 1), (2026, 0, 1), (2026, 4, 31), (2026, 1, 0)])
    func missing(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test("A century that is divisible by 400 has a leap day")
    func century() { #expect(CivilDate(year: 2000, month: 2, day: 29) != nil) }
}
