import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Schedules on this machine", .timeLimit(.minutes(1)))
struct ScheduleTests {
    @Test(
        "A cron expression has the times that Cloudflare's have",
        arguments: [
            ("*/15 * * * *", "2026-11-25T07:15:00Z", "2026-11-25T07:30:00Z"),
            ("0 9 * * MON-FRI", "2026-11-27T09:00:00Z", "2026-11-30T09:00:00Z"),
            // Days of the week begin with a Sunday, 1.
            ("0 9 * * 2-6", "2026-11-27T09:00:00Z", "2026-11-30T09:00:00Z"),
            ("0 0 * * 1", "2026-11-25T00:00:00Z", "2026-11-29T00:00:00Z"),
            ("0 0 * * 0", "2026-11-25T00:00:00Z", "2026-11-29T00:00:00Z"),
            ("30 23 31 12 *", "2026-11-25T00:00:00Z", "2026-12-31T23:30:00Z"),
            ("0 0 29 2 *", "2026-11-25T00:00:00Z", "2028-02-29T00:00:00Z"),
            ("0 0 L * *", "2027-02-01T00:00:00Z", "2027-02-28T00:00:00Z"),
            ("0 0 LW * *", "2027-02-01T00:00:00Z", "2027-02-26T00:00:00Z"),
            ("0 0 15W * *", "2026-11-01T00:00:00Z", "2026-11-16T00:00:00Z"),
            ("0 0 1W 8 *", "2026-01-01T00:00:00Z", "2026-08-03T00:00:00Z"),
            ("0 0 * * 6L", "2026-11-01T00:00:00Z", "2026-11-27T00:00:00Z"),
            ("0 0 * * MON#2", "2026-11-01T00:00:00Z", "2026-11-09T00:00:00Z"),
            // Either kind of days will do.
            ("0 0 13 * FRI", "2026-11-09T00:00:00Z", "2026-11-13T00:00:00Z"),
            ("0 0 14 * FRI", "2026-11-13T00:00:00Z", "2026-11-14T00:00:00Z"),
            ("5,10-12 1-3/2 * JAN,MAR *", "2026-11-25T00:00:00Z", "2027-01-01T01:05:00Z"),
            ("59 23 * * *", "2026-12-31T23:59:00Z", "2027-01-01T23:59:00Z"),
        ])
    func next(expression: String, after: String, expected: String) throws {
        let schedule = try #require(CronSchedule(expression))
        let next = try #require(schedule.next(after: try Self.time(after)))
        #expect(next == (try Self.time(expected)), "\(Date(timeIntervalSince1970: Double(next) / 1000))")
        #expect(schedule.last(upTo: next + 59_000, from: 0) == next)
    }

    @Test("Day after day, the schedule agrees with the calendar of the system")
    func calendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for number in stride(from: 0, to: 60_000, by: 7) {
            let day = CivilDay(number: number)
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.month, .day, .weekday], from: date)
            #expect(day.month == parts.month && day.day == parts.day && day.weekday == parts.weekday)
            #expect(calendar.range(of: .day, in: .month, for: date)?.count == day.lengthOfMonth)
        }
    }

    @Test("What never comes never comes, and what is no expression is none", arguments: ["0 0 30 2 *", "x * * * *"])
    func never(expression: String) throws {
        #expect(CronSchedule(expression)?.next(after: 0) == nil)
    }

    @Test("After a time when nothing ran one call makes up for all that were missed, and the next time is ahead")
    func missed() async throws {
        let first = try await LocalFixture()
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
        #expect(planned.dueAt % 600_000 == 0)
        await first.runtime.shutdown()
        #expect(first.recorder.printed("tick").isEmpty)

        let journal = try Journal(folder: first.folder.url.appending(path: "data"))
        try await journal.setDue(planned, at: planned.dueAt - 86_400_000)
        try journal.close()
        let second = try await LocalFixture(folder: first.folder)
        try await eventually { !second.recorder.printed("tick").isEmpty }
        try await eventually { try await second.runtime.journal.schedules().first?.dueAt ?? 0 > second.runtime.now }
        let ticks = second.recorder.printed("tick")
        #expect(ticks.count == 1)
        let time = try #require(ticks.first.flatMap { Int($0.split(separator: " ").last ?? "") })
        #expect(time % 600_000 == 0)
        #expect(time > planned.dueAt - 1_200_000)
        await second.runtime.shutdown()
    }

    @Test("A handler that is interrupted is called again")
    func interrupted() async throws {
        let folder = try await Self.due("await new Promise(() => {});")
        let fixture = try await LocalFixture(folder: folder) { $0.longestNap = .milliseconds(20) }
        try await eventually { fixture.recorder.count("tick") == 1 }
        for id in await fixture.runtime.processIds { kill(id, SIGKILL) }
        try await eventually { fixture.recorder.count("tick") == 2 }
        #expect(try await fixture.runtime.journal.schedules().first?.dueAt == 60_000)
        await fixture.runtime.shutdown()
    }

    @Test("A handler that ends its process is not called again before the next time")
    func greedy() async throws {
        let folder = try await Self.due("const all = []; for (;;) all.push(new Array(1e6).fill(all.length));")
        let fixture = try await LocalFixture(folder: folder, settings: ["MEMORY": "32"])
        try await eventually { try await fixture.runtime.journal.schedules().first?.dueAt ?? 0 > fixture.runtime.now }
        #expect(fixture.recorder.lines.contains { $0.contains("The scheduled handler failed") })
        await fixture.runtime.shutdown()
    }

    /// The folder of a runtime that ended, with a schedule that is due. Its handler has this body.
    private static func due(_ body: String) async throws -> TemporaryFolder {
        let fixture = try await LocalFixture()
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

    @Test("A deploy of the same schedule keeps its time, another one changes it, a takedown ends it")
    func redeploy() async throws {
        let fixture = try await LocalFixture()
        let module = LocalFixture.module("return 1;") + "\nexport default { async scheduled(): Promise<void> {} };"
        func schedules() async throws -> [Journal.Schedule] { try await fixture.runtime.journal.schedules() }
        try await fixture.deploy(module, trigger: .cron(expression: "0 0 1 1 *"))
        let planned = try #require(try await schedules().first)
        try await fixture.runtime.journal.setDue(planned, at: planned.dueAt + 60_000)
        try await fixture.deploy(module, id: "d2", trigger: .cron(expression: "0 0 1 1 *"))
        #expect(try await schedules().first?.dueAt == planned.dueAt + 60_000)
        let deployed = try await fixture.deploy(module, id: "d3", trigger: .cron(expression: "0 0 2 1 *"))
        #expect(try await schedules().first?.dueAt == planned.dueAt + 86_400_000)
        try await fixture.runtime.takedown(deployed.handle)
        #expect(try await schedules().isEmpty)
        await fixture.runtime.shutdown()
    }

    private static func time(_ text: String) throws -> Int {
        Int(try Date(text, strategy: .iso8601).timeIntervalSince1970 * 1000)
    }
}
