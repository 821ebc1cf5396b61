import Synchronization
import TestSupport
import Testing
import Values

@testable import LocalRuntime

@Suite("Clocks that jump", .timeLimit(.minutes(3)))
struct ClockTests {
    private static let program = """
        console.log("replay");
        await step.do("a", async () => {});
        await step.sleep("s", event.payload.length);
        return await step.do("b", async () => "awake");
        """
    private static let hour = Duration.seconds(3_600)

    private static func with(
        _ clock: JumpingClock, idle: Duration = .milliseconds(20), _ body: (LocalFixture) async throws -> Void
    ) async throws {
        try await LocalFixture.with(
            configure: {
                $0.clock = clock.clock
                $0.idleTime = idle
            }, body)
    }

    @Test("A sleep ends when its time is over, whether the wall clock went back before or not", arguments: [0, -24])
    func sleepEnds(before: Int) async throws {
        let clock = JumpingClock()
        try await Self.with(clock) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            clock.jump(by: Self.hour * before)
            // Asleep on its own clock, which is an hour of it.
            try await deployed.trigger("long", params: ["length": .int(Self.hour.milliseconds)])
            _ = try await deployed.until("long") { $0.status == .waiting }
            try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            clock.advance(by: Self.hour * 2)
            #expect(try await deployed.finished("long").output == "awake")
        }
    }

    @Test("When the clock goes back, what runs goes on, what is idle rests, and no process counts as silent")
    func runsGoOnWhenClockGoesBack() async throws {
        let clock = JumpingClock()
        try await Self.with(clock) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            try await deployed.trigger("before", params: ["length": .int(Self.hour.milliseconds)])
            _ = try await deployed.until("before") { $0.status == .waiting }
            clock.jump(by: Self.hour * -24)
            #expect(try await deployed.result("after", params: ["length": 30]).output == "awake")
            try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            clock.advance(by: Self.hour * 2)
            #expect(try await deployed.finished("before").output == "awake")
            let steps = try await deployed.steps("before")
            #expect(steps.map(\.name) == ["a", "s", "b"])
        }
    }

    @Test(
        "What waits for a length of time keeps it wherever the wall clock goes, in memory and at rest",
        arguments: [-1, 24], [Duration.milliseconds(20), .seconds(30)])
    func lengthsStay(hours: Int, idle: Duration) async throws {
        let clock = JumpingClock()
        let programs = [
            "sleep": "await step.sleep(\"s\", 600_000);",
            "retry": """
            await step.do("r", { retries: { limit: 1, delay: 600_000 } }, async ({ attempt }) => {
              if (attempt === 1) throw new Error("once");
            });
            """,
            "event": """
            await step.waitForEvent("e", { type: "go", timeout: 600_000 }).catch(() => {});
            """,
        ]
        try await Self.with(clock, idle: idle) { fixture in
            var runs: [String: Deployed] = [:]
            for (name, program) in programs {
                let deployed = try await fixture.deploy(
                    LocalFixture.module(program + " return 1;"), id: name, workflow: name)
                try await deployed.trigger(name)
                _ = try await deployed.until(name) { $0.status == .waiting }
                runs[name] = deployed
            }
            clock.jump(by: Self.hour * hours)
            try await eventually("the runtime follows the clock") {
                fixture.recorder.lines.contains { $0.contains("clock was set") }
            }
            clock.advance(by: .seconds(500))
            for (name, deployed) in runs { #expect(try await deployed.state(name).status == .waiting, "\(name)") }
            clock.advance(by: .seconds(101))
            for (name, deployed) in runs { #expect(try await deployed.finished(name).output == 1, "\(name)") }
        }
    }

    @Test(
        "A clock that is set while no server runs leaves sleeps their length, also when the machine starts again",
        arguments: [(-1, "b1"), (24, "b1"), (-1, "b2"), (0, "b2")])
    func setWhileDown(hours: Int, boot: String) async throws {
        let clock = JumpingClock()
        let (folder, deployed) = try await LocalFixture.with(configure: { $0.clock = clock.clock }) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            try await deployed.trigger("long", params: ["length": 600_000])
            _ = try await deployed.until("long") { $0.status == .waiting }
            return (fixture.folder, deployed)
        }
        clock.jump(by: Self.hour * hours)
        try await LocalFixture.with(
            folder: folder,
            configure: {
                $0.clock = clock.clock(boot: boot)
                $0.idleTime = .milliseconds(20)
            }
        ) { fixture in
            let again = deployed.at(fixture.runtime)
            clock.advance(by: .seconds(500))
            // Until the runtime has looked at the time.
            _ = try await fixture.deploy(LocalFixture.module("return 1;"), id: "d2", workflow: "w2").result("other")
            #expect(try await again.state("long").status == .waiting)
            clock.advance(by: .seconds(101))
            #expect(try await again.finished("long").output == "awake")
        }
    }

    @Test("Corrections of less than a second add up")
    func smallSteps() async throws {
        let clock = JumpingClock()
        try await Self.with(clock) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            try await deployed.trigger("long", params: ["length": 600_000])
            _ = try await deployed.until("long") { $0.status == .waiting }
            for _ in 0..<20 {
                clock.jump(by: .milliseconds(-900))
                await fixture.runtime.followClock()
            }
            clock.advance(by: .seconds(595))
            await fixture.runtime.followClock()
            #expect(try await deployed.state("long").status == .waiting)
            // Without what the corrections add up to it would sleep 18 seconds longer.
            clock.advance(by: .seconds(7))
            #expect(try await deployed.finished("long").output == "awake")
        }
    }

    @Test(
        "A sleep until a date ends at that date of the wall clock, in memory and at rest",
        arguments: [Duration.milliseconds(20), .seconds(30)])
    func datesStay(idle: Duration) async throws {
        let clock = JumpingClock()
        try await Self.with(clock, idle: idle) { fixture in
            let program = "await step.sleepUntil(\"s\", new Date(event.payload.date)); return 1;"
            let deployed = try await fixture.deploy(run: program)
            try await deployed.trigger("one", params: ["date": .int((clock.clock.wall() + Self.hour * 24).number)])
            _ = try await deployed.until("one") { $0.status == .waiting }
            clock.jump(by: Self.hour * 25)
            #expect(try await deployed.finished("one").output == 1)
        }
    }
}

/// A clock that can be set, and whose time can pass.
final class JumpingClock: Sendable {
    private let ahead = Mutex(Duration.zero)
    private let passed = Mutex(Duration.zero)

    var clock: LocalClock { clock(boot: "b1") }

    /// - Parameter boot: Names a start of the machine.
    func clock(boot: String) -> LocalClock {
        LocalClock(
            wall: { LocalClock.system.wall() + self.ahead.withLock { $0 } + self.passed.withLock { $0 } },
            steady: LocalClock.system.steady,
            elapsed: { LocalClock.system.elapsed() + self.passed.withLock { $0 } }, boot: boot)
    }

    /// Somebody sets the wall clock.
    func jump(by length: Duration) { ahead.withLock { $0 += length } }

    /// Time goes by.
    func advance(by length: Duration) { passed.withLock { $0 += length } }
}

extension LocalRuntime {
    /// As the alarm does.
    fileprivate func followClock() { timekeeper.followClock() }
}
