import Foundation
import JSON
import TestSupport
import Testing
import Values

@Suite("Cron expressions", .timeLimit(.minutes(10)))
struct CronExpressionTests {
    @Test(
        "The next time, as Cloudflare counts",
        arguments: [
            ("*/15 * * * *", "2026-11-25T07:15:00Z", "2026-11-25T07:30:00Z"),
            ("0 9 * * MON-FRI", "2026-11-27T09:00:00Z", "2026-11-30T09:00:00Z"),
            ("0 9 * * 2-6", "2026-11-27T09:00:00Z", "2026-11-30T09:00:00Z"),
            ("0 0 * * 1", "2026-11-25T00:00:00Z", "2026-11-29T00:00:00Z"),
            ("0 0 * * sun", "2026-11-25T00:00:00Z", "2026-11-29T00:00:00Z"),
            ("0 0 * * L", "2026-11-25T00:00:00Z", "2026-11-28T00:00:00Z"),
            ("30 23 31 12 *", "2026-11-25T00:00:00Z", "2026-12-31T23:30:00Z"),
            ("0 0 29 2 *", "2026-11-25T00:00:00Z", "2028-02-29T00:00:00Z"),
            ("0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"),
            ("0 0 L * *", "2027-02-01T00:00:00Z", "2027-02-28T00:00:00Z"),
            ("0 0 LW * *", "2027-02-01T00:00:00Z", "2027-02-26T00:00:00Z"),
            ("0 0 15W * *", "2026-11-01T00:00:00Z", "2026-11-16T00:00:00Z"),
            ("0 0 1W 8 *", "2026-01-01T00:00:00Z", "2026-08-03T00:00:00Z"),
            ("0 0 * * 6L", "2026-11-01T00:00:00Z", "2026-11-27T00:00:00Z"),
            ("0 0 * * MON#2", "2026-11-01T00:00:00Z", "2026-11-09T00:00:00Z"),
            ("0 0 * 2 MON#5", "2072-03-01T00:00:00Z", "2112-02-29T00:00:00Z"),
            // Either kind of days will do.
            ("0 0 13 * FRI", "2026-11-09T00:00:00Z", "2026-11-13T00:00:00Z"),
            ("0 0 14 * FRI", "2026-11-13T00:00:00Z", "2026-11-14T00:00:00Z"),
            ("5,10-12 1-3/2 * JAN,MAR *", "2026-11-25T00:00:00Z", "2027-01-01T01:05:00Z"),
            ("40/10 * * * *", "2026-11-25T00:50:00Z", "2026-11-25T01:40:00Z"),
            ("59 23 * * *", "2026-12-31T23:59:00Z", "2027-01-01T23:59:00Z"),
        ])
    func next(expression: String, after: String, expected: String) throws {
        let cron = try CronExpression(expression)
        let next = try #require(cron.next(after: try Self.time(after)))
        #expect(next == (try Self.time(expected)), "\(next.iso8601)")
        #expect(cron.last(upTo: next + .seconds(59), from: Timestamp(milliseconds: 0)) == next)
    }

    /// "Workers: Cron Triggers, Examples" of Cloudflare's documentation, and the expressions of its configuration there.
    @Test("The vendor's documented examples fire when it says, in each of their spellings")
    func documented() throws {
        let file = PackageRoot.fixture("conformance/cron.json")
        let table = try JSONValue(parsing: Data(contentsOf: file))
        let cases = try #require(table.array)
        #expect(cases.count >= 10)
        for each in cases {
            let name = each["name"]?.string ?? ""
            let after = try Self.time(each["after"]?.string ?? "")
            let times = try (each["times"]?.array ?? []).map { try Self.time($0.string ?? "") }
            let expressions = (each["expressions"]?.array ?? []).compactMap(\.string)
            #expect(!expressions.isEmpty && times.count > 1, "\(name)")
            for expression in expressions {
                let cron = try CronExpression(expression)
                var last = after
                for time in times {
                    let next = try #require(cron.next(after: last), "\(name): \(expression)")
                    #expect(next == time, "\(name): \(expression): \(next.iso8601)")
                    last = time
                }
            }
        }
    }

    @Test(
        "What is not a cron expression",
        arguments: [
            "", "@daily", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *",
            "* * * 13 *", "* * * FOO *", "*/0 * * * *", "*/60 * * * *", "+5 * * * *", "-5 * * * *", "5- * * * *",
            "5-1 * * * *", "1-2-3 * * * *", "1,,2 * * * *", ",1 * * * *", "1, * * * *", "*,1 * * * *", "1/ * * * *",
            "1/2/3 * * * *", "1.5 * * * *", "? * * * *", "0 0 L/2 * *", "0 0 LW/2 * *", "0 0 15W/2 * *", "0 0 1,L * *",
            "0 0 W * *", "0 0 32W * *", "0 0 1-5W * *", "0 0 L-3 * *", "0 0 * * MON#2/2", "0 0 * * MON#0",
            "0 0 * * MON#6", "0 0 * * MON#1,FRI", "0 0 * * #2", "0 0 * * MONL/2", "0 0 * * 8", "0 0 * * SUN-8",
            "0 0 * * MONDAY", "L * * * *", "0 0 * L *",
        ])
    func invalid(expression: String) {
        #expect(throws: InvalidCron.self) { try CronExpression(expression) }
    }

    @Test("0 for a weekday is an error that says what is meant", arguments: ["0", "0-3", "1,0", "0L", "0#1", "0/2"])
    func zero(weekday: String) {
        #expect {
            try CronExpression("0 0 * * \(weekday)")
        } throws: { error in
            "\(error)".contains("0 is not a valid day of the week") && "\(error)".contains("SUN")
        }
    }

    @Test(
        "A number for a weekday is told with its day",
        arguments: [
            ("7", "7 is Saturday"), ("2-6", "2 is Monday, 6 is Friday"), ("1,MON,3", "1 is Sunday, 3 is Tuesday"),
            ("6L", "6 is Friday"), ("2#1", "2 is Monday"), ("5/2", "5 is Thursday"), ("MON-FRI", nil), ("*", nil),
            ("*/2", nil), ("L", nil), ("MON#2", nil), ("SUN-SAT/3", nil),
        ])
    func weekdays(field: String, told: String?) throws {
        let note = try CronExpression("0 0 * * \(field)").weekdayNote
        #expect((note == nil) == (told == nil))
        if let note, let told { #expect(note.contains(told)) }
    }

    @Test(
        "A date that never comes is an error", arguments: ["0 0 31 2 *", "0 0 30 FEB *", "0 0 31 4,6 *", "0 0 31W 2 *"])
    func never(expression: String) {
        #expect {
            try CronExpression(expression)
        } throws: { error in
            "\(error)".contains("never fires")
        }
    }

    @Test("One space parts the fields of what a provider is given")
    func text() throws {
        #expect(try CronExpression(" 0  9\t* * MON-FRI ").text == "0 9 * * MON-FRI")
    }

    private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }
}
