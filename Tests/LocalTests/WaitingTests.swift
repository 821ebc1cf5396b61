import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Runs that wait, and runs that are controlled", .timeLimit(.minutes(3)))
struct WaitingTests {
    @Test("Sleeps end, also one until a time that has passed")
    func sleeps() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    await step.sleep("a", "0.05 seconds");
                    await step.sleepUntil("b", new Date(0));
                    await step.sleep("c", 1);
                    return "awake";
                    """)
            let state = try await deployed.result()
            #expect(state.output == "awake")
        }
    }

    @Test("An event wakes the step that waits for its type, early ones included")
    func events() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const first = await step.waitForEvent("first", { type: "go", timeout: "1 hour" });
                    const second = await step.waitForEvent("second", { type: "go", timeout: "1 hour" });
                    return [first.payload, second.payload, second.type, second.timestamp instanceof Date];
                    """)
            try await deployed.trigger("r1")
            try await deployed.send("go", to: "r1", 1)
            try await deployed.send("other", to: "r1", 0)
            try await deployed.send("go", to: "r1", ["n": 2])
            #expect(try await deployed.finished("r1").output == [1, ["n": 2], "go", true])
        }
    }

    @Test("A wait for an event that does not come fails, and the program may catch that")
    func eventTimeout() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    try { await step.waitForEvent("w", { type: "go", timeout: 20 }); } catch (error) { return error.name; }
                    """)
            #expect(try await deployed.result().output == "WorkflowTimeoutError")
        }
    }

    @Test(
        "An instance that only waits leaves memory, and an event or its time brings it back", arguments: [true, false])
    func rest(byEvent: Bool) async throws {
        let clock = JumpingClock()
        try await LocalFixture.with(
            configure: {
                $0.clock = clock.clock
                $0.idleTime = .milliseconds(30)
            }
        ) { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    console.log("replay");
                    const a = await step.do("a", async () => { console.log("a"); return 1; });
                    if (\(byEvent)) await step.waitForEvent("w", { type: "go" });
                    else await step.sleep("s", "1 hour");
                    return a;
                    """)
            try await deployed.trigger("r1")
            try await eventually("step a ran, and no process is left") {
                await fixture.runtime.processIds.isEmpty && fixture.recorder.count("a") == 1
            }
            if byEvent { try await deployed.send("go", to: "r1") } else { clock.advance(by: .seconds(3_600)) }
            #expect(try await deployed.finished("r1").output == 1)
            #expect(fixture.recorder.count("replay") == 2)
            #expect(fixture.recorder.count("a") == 1)
        }
    }

    @Test("A paused run finishes its attempt, begins nothing, and goes on when it is resumed")
    func pause() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    await step.do("a", async () => { console.log("a"); await new Promise((done) => setTimeout(done, 3_000)); });
                    return await step.do("b", async () => { console.log("b"); return "b"; });
                    """)
            try await deployed.trigger("r1")
            try await eventually("the lines a", equals: 1) { fixture.recorder.count("a") }
            #expect(try await deployed.control("r1", .pause).status == .paused)
            await #expect(throws: PluginFailure.self) { try await deployed.control("r1", .pause) }
            try await eventually("the first step succeeds") {
                try await deployed.steps("r1").first?.status == .succeeded
            }
            #expect(try await deployed.state("r1").status == .paused)
            #expect(fixture.recorder.count("b") == 0)
            try await deployed.control("r1", .resume)
            #expect(try await deployed.finished("r1").output == "b")
            #expect(fixture.recorder.count("a") == 1)
        }
    }

    @Test("A run is terminated once, and restarted from the beginning")
    func terminate() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    await step.do("a", async () => console.log("a"));
                    return (await step.waitForEvent("w", { type: "go" })).payload;
                    """)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            #expect(try await deployed.control("r1", .terminate).status == .terminated)
            for action in [InstanceRequest.Action.terminate, .pause, .resume] {
                let failure = await #expect(throws: PluginFailure.self) { try await deployed.control("r1", action) }
                #expect(failure?.code == "local.run.state")
            }
            try await deployed.control("r1", .restart)
            try await deployed.send("go", to: "r1", "again")
            #expect(try await deployed.finished("r1").output == "again")
            #expect(fixture.recorder.count("a") == 2)
        }
    }
}
