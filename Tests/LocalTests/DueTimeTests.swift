import Testing
import Values

@testable import LocalRuntime

@Suite("When a part of the runtime looks for what it has to do", .timeLimit(.minutes(10)))
struct DueTimeTests {
    @Test("It looks at once, then at the earliest of the times it was asked for, and after five seconds in any case")
    func earliest() {
        var alarms: [Timestamp] = []
        var due = DueTime { alarms.append($0) }
        func isDue(_ time: Timestamp) -> Bool { due.isDue(time) }
        #expect(isDue(0))
        #expect(!isDue(4_999))
        #expect(isDue(5_000))
        due.schedule(at: 8_000)
        due.schedule(at: 6_000)
        due.schedule(at: 60_000)
        #expect(alarms == [8_000, 6_000, 60_000])
        #expect(!isDue(5_999))
        #expect(isDue(6_000))
        #expect(!isDue(10_999))
        #expect(isDue(11_000))
        due.clockSet()
        #expect(isDue(-1))
    }
}
