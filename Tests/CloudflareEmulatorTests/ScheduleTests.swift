import TestSupport
import Testing
import Values

@testable import CloudflareEmulator

@Suite("Cron triggers of the emulated Cloudflare", .timeLimit(.minutes(10)))
struct ScheduleTests {
    @Test("What the one parser accepts is a schedule, and nothing else")
    func grammar() {
        let seed = Stress.seed
        var spelling = RandomSpelling(seed: seed)
        for _ in 0..<Stress.size(small: 600, large: 20_000) {
            let text = spelling.cron()
            #expect(Schedule.isValid(text) == ((try? CronExpression(text)) != nil), "\(text), seed \(seed)")
        }
        #expect(!Schedule.isValid("0 9 * * 0") && !Schedule.isValid("0 0 31 2 *"))
    }
}
