import Foundation
import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Runs that survive", .timeLimit(.minutes(3)))
struct DurabilityTests {
    private static let program = """
        const a = await step.do("a", async () => { console.log("a"); return 1; });
        const b = await step.do("b", async () => {
          console.log("b");
          await new Promise((done) => setTimeout(done, event.payload.pause));
          return 2;
        });
        return [a, b];
        """

    @Test("When Deno is killed in a step, finished steps do not run again and the step does")
    func finishedStepsDoNotRunAgain() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            var wasInTime = false
            // On a machine that is busy enough the step may end before it is killed: then once more.
            for round in 1...10 where !wasInTime {
                let before = fixture.recorder.count("b")
                try await deployed.trigger("r\(round)", params: ["pause": 1_500])
                try await eventually("the lines b", equals: before + 1) { fixture.recorder.count("b") }
                try killAll(await fixture.runtime.processIds)
                #expect(try await deployed.finished("r\(round)").output == [1, 2])
                #expect(fixture.recorder.count("a") == round)
                wasInTime = fixture.recorder.count("b") == before + 2
            }
            #expect(wasInTime)
        }
    }

    @Test("Whenever Deno is killed, no step runs again after the one that follows it has begun")
    func noStepRunsAfterItsSuccessor() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    let sum = 0;
                    for (let i = 0; i < 40; i++) {
                      sum += await step.do(`s${i}`, async () => {
                        console.log(i);
                        await new Promise((done) => setTimeout(done, 5));
                        return i;
                      });
                    }
                    return sum;
                    """)
            try await deployed.trigger("r1")
            var generator = SeededGenerator(seed: Stress.seed)
            var seen = 0
            var killed = 0
            for _ in 0..<10 {
                // A third line means that a step finished, so that no end of the process is the third in a row. A busy
                // machine may look so late that there are not three more.
                try await eventually("three more steps, or the end of the run") {
                    if fixture.recorder.numbers.count >= seen + 3 { return true }
                    return try await deployed.state("r1").status.isTerminal
                }
                try await Task.sleep(for: .microseconds(Int.random(in: 0..<8_000, using: &generator)))
                let processes = await fixture.runtime.processIds
                for id in processes { kill(id, SIGKILL) }
                killed += processes.count
                seen = fixture.recorder.numbers.count
                if try await deployed.state("r1").status.isTerminal { break }
            }
            #expect(killed > 0, "MILLRACE_SEED=\(Stress.seed)")
            #expect(try await deployed.finished("r1").output == 780, "MILLRACE_SEED=\(Stress.seed)")
            #expect(fixture.recorder.numbers == fixture.recorder.numbers.sorted())
        }
    }

    @Test("A new runtime over the same folder goes on with what was interrupted, with the deployment's environment")
    func newRuntimeResumesRuns() async throws {
        try await LocalFixture.with { first in
            let deployed = try await first.deploy(
                run: """
                    const a = await step.do("a", async () => { console.log("a"); return env.NAME; });
                    await step.sleep("s", 3_000);
                    return a + (await step.do("b", async () => env.NAME));
                    """, environment: ["NAME": "x"])
            try await deployed.trigger("r1")
            try await eventually("run r1 is waiting") { first.recorder.statuses(of: "r1").contains(.waiting) }
            await first.runtime.shutdown()
            try await LocalFixture.with(folder: first.folder) { second in
                let end = try await deployed.at(second.runtime).finished("r1")
                #expect(end.output == "xx")
                #expect(first.recorder.count("a") == 1)
                #expect(second.recorder.count("a") == 0)
            }
        }
    }

    @Test("A run that allocates without end is stopped and says why, and others go on")
    func runOutOfMemoryIsStopped() async throws {
        try await LocalFixture.with(settings: ["MEMORY": "32"]) { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    if (event.payload.dies) {
                      await step.do("die", () => { const all = []; for (;;) all.push(new Array(1_000_000).fill({})); });
                    }
                    return await step.waitForEvent("w", { type: "go" }).then((e) => e.payload);
                    """)
            try await deployed.trigger("good")
            _ = try await deployed.until("good") { $0.status == .waiting }
            let state = try await deployed.result("bad", params: ["dies": true])
            #expect(state.status == .errored)
            #expect(state.error?.name == "LimitExceeded")
            #expect(state.error?.message.contains("32 MB") == true, "\(state.error?.message ?? "")")
            try await deployed.send("go", to: "good", true)
            #expect(try await deployed.finished("good").output == true)
        }
    }

    @Test("A program that never gives way is stopped")
    func busyProgramIsStopped() async throws {
        try await LocalFixture.with(configure: {
            $0.unresponsiveTime = .milliseconds(300)
            $0.idleTime = .milliseconds(200)
        }) { fixture in
            let deployed = try await fixture.deploy(run: "await step.do(\"spin\", async () => { for (;;); });")
            let state = try await deployed.result()
            #expect(state.error?.message.contains("did not respond") == true)
        }
    }

    @Test("A run's id is used once: a repeated trigger returns the run there is")
    func repeatedTriggerReturnsTheRun() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: "return await step.do(\"a\", async () => { console.log(\"a\"); return event.payload.n; });")
            async let one: Void = deployed.trigger("r1", params: ["n": 1])
            async let two: Void = deployed.trigger("r1", params: ["n": 1])
            _ = try await (one, two)
            #expect(try await deployed.result("r1", params: ["n": 2]).output == 1)
            #expect(fixture.recorder.count("a") == 1)
        }
    }

    @Test("A hundred runs at a time finish, though few fit in memory")
    func hundredRunsFinish() async throws {
        try await LocalFixture.with(configure: { $0.liveInstances = 8 }) { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    let sum = 0;
                    for (let i = 0; i < 5; i++) sum += await step.do(`s${i}`, async () => i);
                    return sum + event.payload.n;
                    """)
            for n in 0..<100 { try await deployed.trigger("r\(n)", params: ["n": .int(n)]) }
            for n in 0..<100 { #expect(try await deployed.finished("r\(n)").output == .int(10 + n)) }
        }
    }

    @Test("The journal and its folder are for their owner only")
    func journalIsForItsOwner() async throws {
        try await LocalFixture.with { fixture in
            _ = try await fixture.deploy(run: "return 1;")
            let data = fixture.folder.url.appending(path: "data")
            #expect(try mode(data) == 0o700)
            let names = try FileManager.default.contentsOfDirectory(atPath: data.path).filter { $0.contains("sqlite") }
            // The database, its log and the index of that.
            #expect(names.count >= 3, "\(names)")
            for name in names { #expect(try mode(data.appending(path: name)) == 0o600) }
        }
    }

    private func mode(_ url: URL) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
    }
}
