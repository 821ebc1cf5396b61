import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

/// What one program takes is bounded, and others do not feel it.
@Suite("Bounds and fair turns", .timeLimit(.minutes(4)))
struct BoundsTests {
    @Test("A program that prints without end waits itself; its log keeps the newest, the server's log little of it")
    func flood() async throws {
        try await LocalFixture.with(settings: ["PRINTS": "500"]) { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    if (!event.payload.prints) return 1;
                    const begin = Date.now();
                    let count = 0;
                    while (Date.now() - begin < 3_000) {
                      for (let i = 0; i < 50; i++, count++) console.log(`${count} ` + "x".repeat(4_000));
                      await new Promise((done) => setTimeout(done, 0));
                    }
                    return count;
                    """)
            try await deployed.trigger("flood", params: ["prints": true])
            for n in 0..<5 { #expect(try await deployed.result("good\(n)").output == 1) }
            let count = try #require(try await deployed.finished("flood").output?.int)
            #expect(count > 50)
            // At once 4 s of its rate, then that rate; a line of 4,000 characters counts as four.
            #expect(count < 500 * 4 / 4 + 500 * 10 / 4, "\(count)")
            let logs = try await deployed.logs("flood")
            #expect(logs.last?.text.hasPrefix("\(count - 1) ") == true && logs.count <= 1_001)
            #expect(fixture.recorder.lines.count <= 600)
        }
    }

    @Test("Values of a run's steps are limited together")
    func values() async throws {
        try await LocalFixture.with(settings: ["STATE": "2"]) { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    for (let i = 0; i < event.payload.count; i++) {
                      await step.do(`s${i}`, async () => "x".repeat(500_000));
                    }
                    return 1;
                    """)
            #expect(try await deployed.result("fits", params: ["count": 4]).output == 1)
            let run = try await deployed.result("large", params: ["count": 1_000])
            #expect(run.error?.name == "LimitExceeded" && run.error?.message.contains("2 MiB") == true)
        }
    }

    @Test("A replay has large values as they were, though memory does not keep them")
    func replay() async throws {
        try await LocalFixture.with(configure: { $0.idleTime = .milliseconds(20) }) { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const all = [];
                    for (const size of [10, 5_000, 900_000]) {
                      all.push(await step.do(`s${size}`, async () => ({ text: `é${"x".repeat(size)}` })));
                    }
                    all.push(await step.do("nothing", async () => {}));
                    await step.waitForEvent("e", { type: "go" });
                    return all.map((value) => value?.text.length ?? null);
                    """)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            try await deployed.send("go", to: "r1")
            #expect(try await deployed.finished("r1").output == [11, 5_001, 900_001, nil])
            let history = try await deployed.runtime.history(of: .init(deployment: deployed.handle, instanceId: "r1"))
            #expect(history.steps.compactMap { $0.output?.object?["text"]?.string?.count } == [11, 5_001, 900_001])
        }
    }

    @Test("Runs that only wait give their places at once: many reach their wait though few fit in memory")
    func pressure() async throws {
        try await LocalFixture.with(configure: {
            $0.liveInstances = 10
            // Longer than the test: nothing leaves memory for idleness.
            $0.idleTime = .seconds(600)
        }) { fixture in
            let deployed = try await fixture.deploy(
                run: "return (await step.waitForEvent(\"e\", { type: \"go\", timeout: \"1 day\" })).payload;")
            let ids = (0..<200).map { "r\($0)" }
            for id in ids { try await deployed.trigger(id) }
            for id in ids { _ = try await deployed.until(id) { $0.status == .waiting } }
            for id in ids { try await deployed.send("go", to: id, 1) }
            for id in ids { #expect(try await deployed.finished(id).output == 1) }
        }
    }

    @Test("However many runs of one connection hang, another's go on")
    func fairness() async throws {
        try await LocalFixture.with(configure: { $0.liveInstances = 10 }) { fixture in
            let stuck = try await fixture.deploy(
                LocalFixture.module("await step.do(\"s\", () => new Promise(() => {}));"), id: "d1", workflow: "w1")
            for n in 0..<30 { try await stuck.trigger("r\(n)") }
            let other = try await fixture.deploy(
                LocalFixture.module("return await step.do(\"s\", async () => 1);"), id: "d2", workflow: "w2",
                connection: "c2")
            for n in 0..<20 { #expect(try await other.result("r\(n)").output == 1) }
            func running() async throws -> Int {
                var count = 0
                for n in 0..<30 where try await stuck.state("r\(n)").status == .running { count += 1 }
                return count
            }
            try await eventually("the runs that hang to have their places", satisfies: { $0 >= 5 }, running)
            let count = try await running()
            #expect((5...9).contains(count), "\(count)")
        }
    }

    @Test("While a thousand runs of one connection wait and a hundred hang, another's runs end")
    func backlog() async throws {
        try await LocalFixture.with(settings: ["SLOTS": "50"]) { fixture in
            let program = """
                if (event.payload.hangs) await step.do("s", () => new Promise(() => {}));
                return (await step.waitForEvent("e", { type: "go", timeout: "1 day" })).payload;
                """
            let crowd = try await fixture.deploy(LocalFixture.module(program), id: "d1", workflow: "w1")
            let other = try await fixture.deploy(
                LocalFixture.module("return await step.do(\"s\", async () => 1);"), id: "d2", workflow: "w2",
                connection: "c2")
            // Of the first thousand most are still to reach their waits.
            for number in 0..<1_000 { try await crowd.trigger("waits\(number)") }
            for number in 0..<10 { #expect(try await other.result("early\(number)").output == 1) }
            func waiting() async throws -> Double? {
                try await fixture.runtime.metrics().first { $0.name == "runs" }?
                    .samples.first { $0.labels == ["status": "waiting"] }?.value
            }
            for number in 0..<100 { try await crowd.trigger("hangs\(number)", params: ["hangs": true]) }
            for number in 0..<10 { #expect(try await other.result("amid\(number)").output == 1) }
            try await eventually("all runs wait that can", within: .seconds(180), equals: 1_000, waiting)
            for number in 0..<10 { #expect(try await other.result("late\(number)").output == 1) }
            #expect(try await crowd.state("hangs0").status != .errored)
        }
    }

    @Test("A stop lets the attempts that run end, and begins no other")
    func stop() async throws {
        let program = """
            await step.do("a", async () => {
              console.log("a");
              await new Promise((done) => setTimeout(done, 3_000));
            });
            await step.do("b", async () => { console.log("b"); });
            return 1;
            """
        try await LocalFixture.with(configure: { $0.stopTime = .seconds(50) }) { first in
            let deployed = try await first.deploy(run: program)
            try await deployed.trigger("r1")
            try await eventually("the step runs") { first.recorder.count("a") == 1 }
            await first.runtime.shutdown(within: .seconds(60))
            #expect(first.recorder.count("b") == 0)
            try await LocalFixture.with(folder: first.folder) { second in
                let run = try await deployed.at(second.runtime).finished("r1")
                #expect(run.output == 1)
                #expect(second.recorder.count("a") == 0 && second.recorder.count("b") == 1)
            }
        }
    }

    @Test("A stop does not wait longer than it may for an attempt that hangs; it runs again after the next start")
    func hangingStop() async throws {
        try await LocalFixture.with(configure: { $0.stopTime = .milliseconds(100) }) { first in
            let deployed = try await first.deploy(
                run: """
                    return await step.do("a", async () => {
                      console.log("a");
                      await new Promise(() => {});
                    });
                    """)
            try await deployed.trigger("r1")
            try await eventually("the step runs") { first.recorder.count("a") == 1 }
            // The setting is less than what the server grants.
            await first.runtime.shutdown(within: .seconds(86_400))
            try await LocalFixture.with(folder: first.folder) { second in
                try await eventually("the step runs again") { second.recorder.count("a") == 1 }
                try await deployed.at(second.runtime).control("r1", .terminate)
            }
        }
    }
}
