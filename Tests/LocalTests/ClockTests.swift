import LocalRuntime
import Synchronization
import TestSupport
import Testing

@Suite("Clocks that jump", .timeLimit(.minutes(1)))
struct ClockTests {
    private static let program = """
        console.log("passage");
        await step.do("a", async () => {});
        await step.sleep("s", event.payload.length);
        return await step.do("b", async () => "awake");
        """
    private static let hour = 3_600_000

    @Test("A sleep ends when the clock jumps past its end, whether it went back before or not", arguments: [0, -24])
    func sleepEndsWhenClockJumpsAhead(before: Int) async throws {
        let clock = JumpingClock()
        try await LocalFixture.with(configure: {
            $0.clock = clock.clock
            $0.idleTime = .milliseconds(20)
        }) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            clock.jump(by: before * Self.hour)
            // Asleep on its own clock, which is an hour of it.
            try await deployed.trigger("long", params: ["length": .int(Self.hour)])
            _ = try await deployed.until("long") { $0.status == .waiting }
            try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            clock.jump(by: 2 * Self.hour)
            #expect(try await deployed.finished("long").output == "awake")
        }
    }

    @Test("When the clock goes back, what runs goes on, what is idle rests, and no process counts as silent")
    func runsGoOnWhenClockGoesBack() async throws {
        let clock = JumpingClock()
        try await LocalFixture.with(configure: {
            $0.clock = clock.clock
            $0.idleTime = .milliseconds(20)
        }) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            try await deployed.trigger("before", params: ["length": .int(Self.hour)])
            _ = try await deployed.until("before") { $0.status == .waiting }
            clock.jump(by: -24 * Self.hour)
            #expect(try await deployed.result("after", params: ["length": 30]).output == "awake")
            try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            clock.jump(by: 26 * Self.hour)
            #expect(try await deployed.finished("before").output == "awake")
            let steps = try await deployed.steps("before")
            #expect(steps.map(\.name) == ["a", "s", "b"])
        }
    }
}

/// A wall clock that can be set.
final class JumpingClock: Sendable {
    private let offset = Mutex(0)

    var clock: LocalClock {
        LocalClock(
            wall: { LocalClock.system.wall() + self.offset.withLock { $0 } }, steady: LocalClock.system.steady)
    }

    func jump(by milliseconds: Int) { offset.withLock { $0 += milliseconds } }
}
