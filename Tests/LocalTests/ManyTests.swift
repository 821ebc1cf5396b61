import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing
import Values

@testable import LocalRuntime

@Suite("Many runs", .timeLimit(.minutes(20)))
struct ManyTests {
    /// For each of them: the last has to wait for all.
    private static let limit = Duration.seconds(600)

    @Test("Runs of ten steps each all finish, thousands at once")
    func allRunsFinish() async throws {
        let count = Stress.size(small: 200, large: 10_000)
        try await LocalFixture.with(configure: { $0.liveInstances = count / 10 }) { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    let sum = 0;
                    for (let i = 0; i < 10; i++) sum += await step.do(`s${i}`, async () => i + event.payload.n);
                    return sum;
                    """)
            for n in 0..<count { try await deployed.trigger("r\(n)", params: ["n": .int(n)]) }
            for n in 0..<count {
                #expect(try await deployed.finished("r\(n)", within: Self.limit).output == .int(45 + 10 * n))
            }
        }
    }

    @Test("Every one of many runs that wait for an event at rest is woken by its own")
    func eachEventWakesItsRun() async throws {
        let count = Stress.size(small: 200, large: 1_000)
        try await LocalFixture.with(configure: { $0.idleTime = .milliseconds(30) }) { fixture in
            let deployed = try await fixture.deploy(
                run: "return (await step.waitForEvent(\"w\", { type: \"go\", timeout: \"1 day\" })).payload;")
            for n in 0..<count { try await deployed.trigger("r\(n)") }
            try await eventually("all runs wait outside memory", within: Self.limit) {
                await fixture.runtime.inMemory == 0 && fixture.recorder.count(of: .waiting) == count
            }
            #expect(await fixture.runtime.inMemory == 0)
            for n in 0..<count { try await deployed.send("go", to: "r\(n)", .int(n)) }
            for n in 0..<count { #expect(try await deployed.finished("r\(n)", within: Self.limit).output == .int(n)) }
        }
    }

    @Test("Sleeping runs hold neither process nor memory, and the next one to wake is found without reading them")
    func sleepersHoldNoProcess() async throws {
        let folder = try TemporaryFolder()
        try await LocalFixture.with(folder: folder) { first in
            let deployed = try await first.deploy(run: "await step.sleep(\"s\", \"1 day\"); return 1;")
            await first.runtime.shutdown()
            try sleep(Stress.size(small: 5_000, large: 100_000), in: folder.url.appending(path: "data"))
            try await LocalFixture.with(folder: folder) { second in
                let again = deployed.at(second.runtime)
                try await again.trigger("other")
                _ = try await again.until("other") { $0.status == .waiting }
                #expect(await second.runtime.inMemory == 1)
                #expect(await second.runtime.processIds.count == 1)
                for query in [
                    "SELECT service, name FROM instance WHERE wakeAt <= 1 ORDER BY wakeAt LIMIT 1",
                    "SELECT name FROM instance WHERE deployment = 'd1' AND wakeAt <= 1 ORDER BY wakeAt LIMIT 1",
                    "SELECT min(deployment) FROM instance WHERE wakeAt IS NOT NULL AND deployment > 'd1'",
                    "SELECT min(wakeAt) FROM instance WHERE wakeAt > 1",
                    "UPDATE instance SET wakeAt = 1 WHERE status IN ('queued', 'running')",
                    "SELECT service, name FROM instance WHERE endedAt < 1 ORDER BY endedAt LIMIT 200",
                ] {
                    let plan = try await second.runtime.journal.plan(of: query)
                    #expect(plan.contains { $0.hasPrefix("SEARCH instance") }, "\(query): \(plan)")
                }
            }
        }
    }

    private func sleep(_ count: Int, in folder: URL) throws {
        let journal = try Journal(folder: folder)
        let wakeAt = LocalClock.system.wall() + .seconds(86_400)
        try journal.write(
            (0..<count).flatMap { n -> [JournalEntry] in
                let id = InstanceID(service: "a-program-w1", name: "sleeper\(n)")
                let record = InstanceRecord(
                    id: id, deploymentId: "d1", params: "{}", createdAt: 0, status: .waiting, wakeAt: wakeAt)
                let step = StepRecord(
                    key: "s", name: "s", kind: .sleep, startedAt: 0, state: .pending(until: wakeAt), number: 1)
                return [.created(record), .step(n + 1, step)]
            })
        try journal.close()
    }
}

extension LocalRuntime {
    /// Instances that are in memory now.
    fileprivate var inMemory: Int { instances.live.count }
}
