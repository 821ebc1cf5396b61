import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Code of attempts that are over", .timeLimit(.minutes(3)))
struct EndedAttemptTests {
    /// What reaches the network.
    enum Sender: String, CaseIterable, Sendable {
        case fetch = "await fetch(`http://127.0.0.1:${event.payload.port}/`, { method: 'POST' });"
        case http = """
            const http: any = await import("node:http");
            await new Promise((done, fail) => http.get(`http://127.0.0.1:${event.payload.port}/`, done).on("error", fail));
            """
        case client = """
            const { ClientRequest }: any = await import("node:http");
            const url = `http://127.0.0.1:${event.payload.port}/`;
            await new Promise((done, fail) => new ClientRequest(url, done).on("error", fail).end());
            """
        case socket = """
            const net: any = await import("node:net");
            const socket = net.connect(event.payload.port, "127.0.0.1");
            await new Promise((done, fail) => socket.on("connect", done).on("error", fail));
            """
        case secure = """
            const tls: any = await import("node:tls");
            const socket = tls.connect({ host: "127.0.0.1", port: event.payload.port });
            await new Promise((done, fail) => socket.on("secureConnect", done).on("error", fail));
            """
    }

    private static let attempt = attempt(.fetch)

    /// Waits as long as `pause` says and asks the network; then it prints what came of it.
    private static func attempt(_ sender: Sender) -> String {
        """
        async (ctx: any) => {
          console.log("begun");
          await new Promise((done) => setTimeout(done, event.payload.pause));
          try {
            \(sender.rawValue)
            console.log("reached");
          } catch (error: any) {
            console.log(`refused ${ctx.signal.aborted}`);
            throw error;
          }
        }
        """
    }

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

    @Test("An attempt that timed out reaches nothing any more, and its signal has aborted", arguments: Sender.allCases)
    func timedOutAttemptReachesNothing(sender: Sender) async throws {
        try await expect(
            """
            try {
              await step.do("a", { timeout: 50, retries: { limit: 0, delay: 0 } }, \(Self.attempt(sender)));
            } catch (error) {
              // The process goes on, so that the code could.
              await step.sleep("s", 4_000);
              throw error;
            }
            """, .errored)
    }

    @Test("So does one of a run that was terminated", arguments: Sender.allCases)
    func attemptOfTerminatedRunReachesNothing(sender: Sender) async throws {
        try await expect("await step.do(\"a\", \(Self.attempt(sender)));", .terminated) {
            try await $0.control("r1", .terminate)
        }
    }

    @Test("An attempt of a run that was restarted reaches nothing, and the new one goes its way")
    func attemptOfRestartedRunReachesNothing() async throws {
        let listener = CountingListener()
        try await listener.serving { port in
            try await LocalFixture.with(settings: ["ALLOW_PRIVATE": "1"]) { fixture in
                let deployed = try await fixture.deploy(run: "await step.do(\"a\", \(Self.attempt));")
                try await deployed.trigger("r1", params: ["pause": 3_000, "port": .int(port)])
                try await eventually("the first attempt", equals: 1) { fixture.recorder.count("begun") }
                try await deployed.control("r1", .restart)
                try await eventually("the second attempt", equals: 2) { fixture.recorder.count("begun") }
                try await eventually("the refused request", equals: 1) { fixture.recorder.count("refused true") }
                try await eventually("the request", equals: 1) { fixture.recorder.count("reached") }
                #expect(try await deployed.finished("r1").status == .complete)
                #expect(listener.count == 1)
            }
        }
    }

    @Test("Requests of attempts that follow each other share a connection, and each may end")
    func finishedAttemptLeavesItsSocket() async throws {
        let listener = CountingListener()
        try await listener.serving { port in
            try await LocalFixture.with(settings: ["ALLOW_PRIVATE": "1"]) { fixture in
                let send = "async (ctx: any) => { \(Sender.http.rawValue) return ctx.attempt; }"
                let deployed = try await fixture.deploy(
                    run: "return [await step.do(\"a\", \(send)), await step.do(\"b\", \(send))];")
                #expect(try await deployed.result(params: ["port": .int(port)]).output == [1, 1])
            }
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
