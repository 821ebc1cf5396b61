import Testing
import Values

@testable import LocalRuntime

@Suite("When a part of the runtime looks for what it has to do", .timeLimit(.minutes(10)))
struct DueTimeTests {
    @Test("It looks at once, then at the earliest of the times it was asked for, and after five seconds in any case")
    func earliest() {
        var due = DueTime()
        func isDue(_ time: Timestamp) -> Bool { due.isDue(time) }
        #expect(isDue(0))
        #expect(!isDue(4_999))
        #expect(isDue(5_000))
        due.bringForward(to: 8_000)
        due.bringForward(to: 6_000)
        due.bringForward(to: 60_000)
        #expect(!isDue(5_999))
        #expect(isDue(6_000))
        #expect(!isDue(10_999))
        #expect(isDue(11_000))
    }
}
