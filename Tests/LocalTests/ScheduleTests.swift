import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing
import Values

@testable import LocalRuntime

@Suite("Schedules on this machine", .timeLimit(.minutes(3)))
struct ScheduleTests {
    @Test("A schedule that an earlier version kept, with 0 for a Sunday, goes on")
    func earlierScheduleGoesOn() throws {
        let sunday = try Self.time("2026-11-29T00:00:00Z")
        for expression in ["0 0 * * 0", "0 0 * * SUN", "0 0 * * 1"] {
            let cron = try #require(CronExpression(stored: expression))
            #expect(cron.next(after: try Self.time("2026-11-25T00:00:00Z")) == sunday)
        }
        #expect(CronExpression(stored: "0 0 * * 0-2,7")?.text == "0 0 * * SUN-2,7")
        #expect(CronExpression(stored: "x * * * *") == nil)
    }

    private static let ticking = """
        export default {
          async fetch(): Promise<Response> { return new Response(null); },
          async scheduled(controller: any): Promise<void> { console.log(`tick ${controller.scheduledTime}`); },
        };
        """

    @Test("A clock that is set forward causes one call, and one that is set back neither any nor a long silence")
    func clockIsSet() async throws {
        let clock = JumpingClock()
        let day = Duration.seconds(86_400)
        // A minute after one of its times, as it is a day later and earlier.
        clock.jump(by: .milliseconds(660_000 - clock.clock.wall().milliseconds % 600_000))
        try await LocalFixture.with(
            configure: {
                $0.clock = clock.clock
                $0.longestNap = .milliseconds(50)
            }
        ) { fixture in
            let runtime = fixture.runtime
            try await fixture.deploy(Self.ticking, kind: .script, trigger: .cron(expression: "*/10 * * * *"))
            clock.jump(by: day)
            try await eventually("the schedule is followed") {
                try await runtime.journal.schedules().first?.dueAt ?? 0 > runtime.now
                    && !fixture.recorder.printed("tick").isEmpty
            }
            #expect(fixture.recorder.printed("tick").count == 1)
            clock.jump(by: day * -2)
            try await eventually("the next time is near") {
                let due = try await runtime.journal.schedules().first?.dueAt ?? .distantFuture
                // Until the clock is followed, the next time of the old one is near, too.
                let hasFollowed = abs(runtime.now.milliseconds - clock.clock.wall().milliseconds) < 60_000
                return hasFollowed && due > runtime.now && due <= runtime.now + .seconds(600)
            }
            #expect(fixture.recorder.printed("tick").count == 1)
            clock.advance(by: .seconds(600))
            try await eventually("the next call") { fixture.recorder.printed("tick").count > 1 }
            #expect(fixture.recorder.printed("tick").count == 2, "\(fixture.recorder.printed("tick"))")
        }
    }

    @Test("After a time when nothing ran one call makes up for all that were missed, and the next time is ahead")
    func oneCallMakesUpForMissedOnes() async throws {
        let clock = JumpingClock()
        // A minute after one of its times: none comes during the test.
        clock.jump(by: .milliseconds(660_000 - clock.clock.wall().milliseconds % 600_000))
        try await LocalFixture.with(configure: { $0.clock = clock.clock }) { first in
            let source = """
                export default {
                  async fetch(): Promise<Response> { return new Response(null); },
                  async scheduled(controller: any, env: any, ctx: any): Promise<void> {
                    console.log(`tick ${controller.cron} ${controller.scheduledTime}`);
                  },
                };
                """
            let before = first.runtime.now
            try await first.deploy(source, kind: .script, trigger: .cron(expression: "*/10 * * * *"))
            let planned = try #require(try await first.runtime.journal.schedules().first)
            #expect(planned.dueAt > before)
            #expect(planned.dueAt.milliseconds % 600_000 == 0)
            await first.runtime.shutdown()
            #expect(first.recorder.printed("tick").isEmpty)

            let journal = try Journal(folder: first.folder.url.appending(path: "data"))
            try await journal.setDue(planned, at: planned.dueAt - .seconds(86_400))
            try journal.close()
            try await LocalFixture.with(folder: first.folder, configure: { $0.clock = clock.clock }) { second in
                try await eventually("a tick after the restart") { !second.recorder.printed("tick").isEmpty }
                try await eventually("the schedule is due later") {
                    try await second.runtime.journal.schedules().first?.dueAt ?? 0 > second.runtime.now
                }
                let ticks = second.recorder.printed("tick")
                #expect(ticks.count == 1)
                let time = try #require(ticks.first.flatMap { Int($0.split(separator: " ").last ?? "") })
                #expect(time % 600_000 == 0)
                #expect(time > planned.dueAt.milliseconds - 1_200_000)
            }
        }
    }

    @Test("A handler that is interrupted is called again")
    func interruptedHandlerIsCalledAgain() async throws {
        let folder = try await Self.due("await new Promise(() => {});")
        try await LocalFixture.with(folder: folder, configure: { $0.longestNap = .milliseconds(20) }) { fixture in
            try await eventually("the lines tick", equals: 1) { fixture.recorder.count("tick") }
            try killAll(await fixture.runtime.processIds)
            try await eventually("the lines tick", equals: 2) { fixture.recorder.count("tick") }
            #expect(try await fixture.runtime.journal.schedules().first?.dueAt == 60_000)
        }
    }

    @Test("A handler that ends its process is not called again before the next time")
    func crashingHandlerWaitsForTheNextTime() async throws {
        let folder = try await Self.due("const all = []; for (;;) all.push(new Array(1e6).fill(all.length));")
        try await LocalFixture.with(folder: folder, settings: ["MEMORY": "32"]) { fixture in
            try await eventually("the schedule is due later") {
                try await fixture.runtime.journal.schedules().first?.dueAt ?? 0 > fixture.runtime.now
            }
            try await eventually("the failure in the log") {
                fixture.recorder.lines.contains { $0.contains("The scheduled handler failed") }
            }
        }
    }

    /// The folder of a runtime that ended, with a schedule that is due. Its handler has this body.
    private static func due(_ body: String) async throws -> TemporaryFolder {
        try await LocalFixture.with { fixture in
            let source = """
                export default {
                  async fetch(): Promise<Response> { return new Response(null); },
                  async scheduled(): Promise<void> { console.log("tick"); \(body) },
                };
                """
            try await fixture.deploy(source, kind: .script, trigger: .cron(expression: "0 0 1 1 *"))
            let planned = try #require(try await fixture.runtime.journal.schedules().first)
            try await fixture.runtime.journal.setDue(planned, at: 60_000)
            await fixture.runtime.shutdown()
            return fixture.folder
        }
    }

    @Test("A deploy of the same schedule keeps its time, another one changes it, a takedown ends it")
    func redeployKeepsTheTime() async throws {
        try await LocalFixture.with { fixture in
            let module = LocalFixture.module("return 1;") + "\nexport default { async scheduled(): Promise<void> {} };"
            func schedules() async throws -> [Journal.Schedule] { try await fixture.runtime.journal.schedules() }
            try await fixture.deploy(module, trigger: .cron(expression: "0 0 1 1 *"))
            let planned = try #require(try await schedules().first)
            try await fixture.runtime.journal.setDue(planned, at: planned.dueAt - .seconds(60))
            try await fixture.deploy(module, id: "d2", trigger: .cron(expression: "0 0 1 1 *"))
            #expect(try await schedules().first?.dueAt == planned.dueAt - .seconds(60))
            let deployed = try await fixture.deploy(module, id: "d3", trigger: .cron(expression: "0 0 2 1 *"))
            #expect(try await schedules().first?.dueAt == planned.dueAt + .seconds(86_400))
            try await fixture.runtime.takedown(deployed.handle)
            #expect(try await schedules().isEmpty)
        }
    }

    private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }
}
