import PlatformFixtures
import Storage
import Synchronization
import Testing

@testable import Platform

@Suite("The clock of a shared database", .timeLimit(.minutes(5)))
struct DatabaseClockTests {
    @Test("It is the database's, goes on by a clock that nobody sets, and is read again")
    func time() async throws {
        try await Installation.with { installation in
            let start = ContinuousClock.now
            let passed = Mutex(Duration.zero)
            let clock = DatabaseClock(installation.storage) { start + passed.withLock { $0 } }
            let before = Timestamp.now
            let first = try await clock.now()
            // Some databases tell whole seconds.
            #expect(first > before - .seconds(2) && first < .now + .seconds(1))
            for seconds in [1, 59] {
                passed.withLock { $0 = .seconds(seconds) }
                #expect(try await clock.now() == first + .seconds(seconds))
            }
            passed.withLock { $0 = .seconds(3_600) }
            #expect(try await clock.now() < first + .seconds(3_000))
        }
    }

    @Test(
        "Times of SQL are read with and without fractions and offsets",
        arguments: [
            ("2026-03-29 10:00:00", "2026-03-29T10:00:00.000Z"), ("2026-03-29 10:00:00.5", "2026-03-29T10:00:00.500Z"),
            ("2026-03-29 10:00:00.123456+00", "2026-03-29T10:00:00.123Z"),
            ("2026-03-29 10:00:00+02", "2026-03-29T08:00:00.000Z"),
            ("2026-03-29 10:00:00-03:30", "2026-03-29T13:30:00.000Z"),
        ])
    func texts(text: String, time: String) { #expect(Timestamp(sql: text)?.iso8601 == time) }

    @Test(
        "Other texts are not times",
        arguments: ["", "now", "2026-03-29", "29/03/2026 10:00:00 UTC", "2026-03-29 10:00:00+"])
    func otherTexts(text: String) { #expect(Timestamp(sql: text) == nil) }
}
