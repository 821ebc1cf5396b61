import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Code of attempts that are over", .timeLimit(.minutes(3)))
struct EndedAttemptTests {
    /// Waits as long as `pause` says and asks the network; then it prints what came of it.
    private static let attempt = """
        async (ctx: any) => {
          console.log("begun");
          await new Promise((done) => setTimeout(done, event.payload.pause));
          try {
            await fetch(`http://127.0.0.1:${event.payload.port}/`, { method: "POST" });
            console.log("reached");
          } catch (error: any) {
            console.log(`refused ${ctx.signal.aborted}`);
            throw error;
          }
        }
        """

    private func expect(
        _ run: String, _ end: RunStatus, act: (Deployed) async throws -> Void = { _ in }
    ) async throws {
        let listener = CountingListener()
        try await listener.serving { port in
            try await LocalFixture.with(settings: ["ALLOW_PRIVATE": "1"]) { fixture in
                let deployed = try await fixture.deploy(run: run)
                try await deployed.trigger("r1", params: ["pause": 3_000, "port": .int(port)])
                try await eventually("the lines begun", equals: 1) { fixture.recorder.count("begun") }
                try await act(deployed)
                try await eventually("the lines refused true", equals: 1) { fixture.recorder.count("refused true") }
                #expect(try await deployed.finished("r1").status == end)
                #expect(listener.count == 0)
            }
        }
    }

    @Test("An attempt that timed out reaches nothing any more, and its signal has aborted")
    func timedOutAttemptReachesNothing() async throws {
        try await expect(
            """
            try {
              await step.do("a", { timeout: 50, retries: { limit: 0, delay: 0 } }, \(Self.attempt));
            } catch (error) {
              // The process goes on, so that the code could.
              await step.sleep("s", 4_000);
              throw error;
            }
            """, .errored)
    }

    @Test("So does one of a run that was terminated")
    func attemptOfTerminatedRunReachesNothing() async throws {
        try await expect("await step.do(\"a\", \(Self.attempt));", .terminated) {
            try await $0.control("r1", .terminate)
        }
    }

    @Test("An attempt that failed while some of its code goes on reaches nothing in the next one's time")
    func failedAttemptReachesNothing() async throws {
        try await expect(
            """
            await step.do("a", { retries: { limit: 1, delay: 0 } }, async (ctx: any) => {
              if (ctx.attempt > 1) return;
              (\(Self.attempt))(ctx).catch(() => {});
              throw new Error("no");
            });
            await step.sleep("s", 4_000);
            """, .complete)
    }

    @Test("Bindings refuse what an attempt that is over asks of them")
    func bindingsRefuseEndedAttempts() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.module(
                    """
                    await step.do("a", { timeout: 30, retries: { limit: 0, delay: 0 } }, async () => {
                      await new Promise((done) => setTimeout(done, 3_000));
                      await env.KV.put("a", "late").catch((error: Error) => console.log("refused"));
                    }).catch(() => {});
                    await step.sleep("s", 4_000);
                    return await step.do("b", async () => await env.KV.get("a"));
                    """), environment: ["KV_BINDING_ID": "n1"], bindings: [.resource("kv_namespace", "KV")])
            #expect(try await deployed.result().output == .null)
            try await eventually("the lines refused", equals: 1) { fixture.recorder.count("refused") }
        }
    }

    @Test("What a finished attempt has left to be done may end, and a step knows its attempt")
    func finishedAttemptCompletesItsWork() async throws {
        let listener = CountingListener()
        try await listener.serving { port in
            try await LocalFixture.with(settings: ["ALLOW_PRIVATE": "1"]) { fixture in
                let deployed = try await fixture.deploy(
                    run: """
                        await step.do("a", async (ctx: any) => {
                          setTimeout(() => fetch(`http://127.0.0.1:${event.payload.port}/`), 30);
                          return [ctx.attempt, ctx.signal.aborted];
                        }).then((value) => console.log(JSON.stringify(value)));
                        await step.sleep("s", 300);
                        """)
                #expect(try await deployed.result(params: ["port": .int(port)]).status == .complete)
                #expect(fixture.recorder.count("[1,false]") == 1)
                try await eventually("the requests", equals: 1) { listener.count }
            }
        }
    }
}
