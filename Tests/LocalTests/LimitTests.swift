import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Programs that take too much", .timeLimit(.minutes(3)))
struct LimitTests {
    /// What an innocent run of the same deployment does meanwhile.
    private static let work = """
        if (!event.payload.runsAway) {
          return await step.do("work", async () => {
            console.log("work");
            await new Promise((done) => setTimeout(done, 1_500));
            return "done";
          });
        }

        """

    @Test(
        "Is stopped with the reason; runs of the same deployment with long steps go on and get no blame",
        arguments: [
            ("for (;;);", "CPU time"), ("const all = []; for (;;) all.push(new Array(1_000_000).fill({}));", "32 MB"),
        ])
    func runawayIsStopped(code: String, reason: String) async throws {
        try await LocalFixture.with(
            settings: ["MEMORY": "32"],
            configure: {
                // A program that fills its memory spends time on collecting garbage first.
                $0.unresponsiveTime = reason == "CPU time" ? .seconds(1) : .seconds(10)
                $0.idleTime = .milliseconds(100)
            }
        ) { fixture in
            let deployed = try await fixture.deploy(
                run: Self.work + "return await step.do(\"away\", async () => { \(code) });")
            for n in 0..<3 { try await deployed.trigger("good\(n)") }
            try await eventually("the lines work", equals: 3) { fixture.recorder.count("work") }
            let bad = try await deployed.result("bad", params: ["runsAway": true])
            #expect(bad.status == .errored && bad.error?.name == "LimitExceeded")
            #expect(bad.error?.message.contains(reason) == true, "\(bad.error?.message ?? "")")
            let setting = reason == "CPU time" ? "MILLRACE_LOCAL_CPU" : "MILLRACE_LOCAL_MEMORY"
            #expect(bad.error?.message.contains(setting) == true, "\(bad.error?.message ?? "")")
            let limited = try await fixture.runtime.metrics().first { $0.name == "limited" }
            let limit = reason == "CPU time" ? "process.cpu" : "process.memory"
            #expect(limited?.samples.contains { $0.labels["limit"] == limit } == true, "\(limited?.samples ?? [])")
            for n in 0..<3 { #expect(try await deployed.finished("good\(n)").output == "done") }
            // Those were at work when the process that they shared was ended, and once more beside nobody.
            #expect(fixture.recorder.count("work") <= 6)
        }
    }

    @Test("A run with too many steps fails with the reason, and what it did is kept")
    func runWithTooManyStepsFails() async throws {
        try await LocalFixture.with(settings: ["STEPS": "5"]) { fixture in
            let deployed = try await fixture.deploy(
                run: "for (let i = 0; i < event.payload.steps; i++) await step.do(`step ${i}`, async () => i);")
            #expect(try await deployed.result("fits", params: ["steps": 5]).status == .complete)
            let run = try await deployed.result("endless", params: ["steps": 1_000_000])
            #expect(run.status == .errored && run.error?.name == "LimitExceeded")
            #expect(run.error?.message == "It has more than 5 steps (the operator's setting MILLRACE_LOCAL_STEPS)")
            let limited = try await fixture.runtime.metrics().first { $0.name == "limited" }
            #expect(limited?.samples.first { $0.labels["limit"] == "run.steps" }?.value == 1)
            #expect(try await deployed.steps("endless").map(\.status) == Array(repeating: .succeeded, count: 5))
            // Sleeps do not count.
            let sleeping = try await fixture.deploy(
                run:
                    "for (let i = 0; i < 9; i++) await step.sleep(`sleep ${i}`, 1); await step.do(`end`, async () => {});",
                id: "d2")
            #expect(try await sleeping.result("sleeps").status == .complete)
        }
    }

    @Test("A run that waits for nothing fails with the reason; a long step, a sleep and an event are not nothing")
    func silence() async throws {
        try await LocalFixture.with(
            settings: ["INACTIVITY_TIMEOUT": "3"], configure: { $0.longestNap = .milliseconds(100) }
        ) { fixture in
            let silent = try await fixture.deploy(
                run: "await step.do(\"a\", async () => 1); await new Promise(() => {});", id: "silent")
            let waiting = try await fixture.deploy(
                LocalFixture.module(
                    """
                    switch (event.payload) {
                      case "step": await step.do("long", () => scheduler.wait(5_000)); break;
                      case "sleep": await step.sleep("rest", 5_000); break;
                    }
                    await step.waitForEvent("event", { type: "go" });
                    return "done";
                    """), id: "waiting", workflow: "w2")
            let kinds = ["step", "sleep", "event"]
            for kind in kinds { try await waiting.trigger(kind, params: .string(kind)) }
            let state = try await silent.result()
            #expect(state.status == .errored && state.error?.name == "LimitExceeded")
            #expect(
                state.error?.message.hasPrefix("It ran for 3.0 seconds without waiting for a step") == true
                    && state.error?.message.contains("MILLRACE_LOCAL_INACTIVITY_TIMEOUT") == true)
            let limited = try await fixture.runtime.metrics().first { $0.name == "limited" }
            #expect(limited?.samples.first { $0.labels["limit"] == "run.replay" }?.value == 1)
            for kind in kinds {
                try await eventually("the run \(kind) waits for its event") {
                    try await waiting.steps(kind).last?.name == "event"
                }
            }
            for kind in kinds {
                try await waiting.send("go", to: kind)
                #expect(try await waiting.finished(kind).output == "done")
            }
        }
    }

    @Test("Buffers outside of the heap are limited too")
    func buffersAreLimited() async throws {
        try await LocalFixture.with(settings: ["MEMORY": "32"]) { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const config = { retries: { limit: 0, delay: 0 } };
                    await step.do("fill", config, async () => {
                      const all = [];
                      for (let size = 0; size < 1024; size += 8) all.push(new Uint8Array(8 << 20).fill(1));
                    });
                    """)
            #expect(try await deployed.result().status == .errored)
        }
    }

    @Test("What a program prints is kept by run, the newest lines of it, with levels")
    func newestLogLinesAreKept() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    for (let i = 0; i < event.payload.lines; i++) console.log("line", i, { i });
                    await step.do("a", async () => console.warn("careful"));
                    console.error(new Error("bad").message);
                    """)
            _ = try await deployed.result("few", params: ["lines": 2])
            let lines = try await deployed.logs("few")
            #expect(lines.map(\.text) == ["line 0 { i: 0 }", "line 1 { i: 1 }", "careful", "bad"])
            #expect(lines.map(\.level) == [.info, .info, .warning, .error])
            _ = try await deployed.result("many", params: ["lines": 1_100])
            let kept = try await deployed.logs("many")
            #expect(kept.count == 1_001 && kept.last?.text == "bad" && kept[1].text == "line 102 { i: 102 }")
            #expect(kept[0].level == .warning && kept[0].text.hasPrefix("102 earlier entries were removed"))
            #expect(kept[0].text.contains("MILLRACE_LOCAL_LOG_LINES"))
            let limited = try await fixture.runtime.metrics().first { $0.name == "limited" }
            #expect(limited?.samples.first { $0.labels["limit"] == "run.log" }?.value == 102)
        }
    }

    @Test("The log of a run is limited by its size, too, and the settings decide how much of it is kept")
    func logSize() async throws {
        try await LocalFixture.with(settings: ["LOG_SIZE": "1", "LOG_LINES": "600", "PRINTS": "100000"]) { fixture in
            let deployed = try await fixture.deploy(
                run: "for (let i = 0; i < 1_000; i++) console.log(`${i} ` + \"x\".repeat(event.payload));")
            _ = try await deployed.result("large", params: 4_000)
            let large = try await deployed.logs("large")
            let bytes = large.dropFirst().reduce(0) { $0 + $1.text.utf8.count }
            // The first one that is kept may be partly beyond it.
            #expect(bytes <= 1 << 20 + 4_100 && bytes > 1_000_000, "\(bytes)")
            #expect(large.last?.text.hasPrefix("999 ") == true)
            #expect(large[0].text.hasPrefix("\(1_000 - large.count + 1) earlier entries"), "\(large[0].text)")
            _ = try await deployed.result("many", params: 1)
            #expect(try await deployed.logs("many").count == 601)
        }
    }

    @Test("A step that is tried again shows its last error and the node that it came from")
    func retriedStepShowsItsLastError() async throws {
        try await LocalFixture.with { fixture in
            let source = LocalFixture.module(
                """
                const config = { retries: { limit: 3, delay: "1 hour" } };
                await step.do("flaky", config, async () => { throw new RangeError("not yet"); });
                """)
            let deployed = try await fixture.deploy(
                source, lineMap: [LineMapping(line: 1, nodeId: nil), LineMapping(line: 8, nodeId: "flaky-node")])
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            let step = try #require(try await deployed.steps("r1").first)
            #expect(step.status == .pending && step.attempts == 1)
            #expect(step.error == RunFailure(name: "RangeError", message: "not yet", nodeId: "flaky-node"))
        }
    }
}
