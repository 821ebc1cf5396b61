import JSON
import LocalRuntime
import PluginMessages
import Testing

@Suite("Workers that ask each other", .timeLimit(.minutes(3)))
struct ServiceTests {
    private static func service(_ name: String, _ service: String) -> Binding {
        Binding(type: "service", name: name, settings: ["service": .string(service)])
    }

    @Test("A service binding carries method, path, headers and bodies both ways, and the error of the other")
    func fetch() async throws {
        try await LocalFixture.with { fixture in
            let callee = try await fixture.deploy(
                LocalFixture.function(
                    """
                    if (request.method === "DELETE") throw new Error("not allowed");
                    return new Response(request.body, { status: 203, headers: { "x-path": new URL(request.url).pathname + request.headers.get("x-a") } });
                    """), kind: .script)
            let caller = try await fixture.deploy(
                LocalFixture.module(
                    """
                    return await step.do("ask", async () => {
                      const answer = await env.SERVICE_B.fetch("https://b/some/path", { method: "PUT", headers: { "x-a": "1" }, body: "b".repeat(3_000_000) });
                      const failure = await env.SERVICE_B.fetch("https://b/", { method: "DELETE" }).catch((error: Error) => error.message);
                      return [answer.status, answer.headers.get("x-path"), (await answer.text()).length, failure];
                    });
                    """), id: "d2", workflow: "w2", bindings: [Self.service("SERVICE_B", callee.service)])
            #expect(try await caller.result().output == [203, "/some/path1", 3_000_000, "not allowed"])
        }
    }

    @Test("A Worker of another connection, and one that is not there, cannot be asked")
    func strangers() async throws {
        try await LocalFixture.with { fixture in
            let callee = try await fixture.deploy(
                LocalFixture.function("return new Response('secret');"), kind: .script, connection: "c2")
            let workflow = try await fixture.deploy(
                LocalFixture.module("return 1;"), id: "d2", workflow: "w2", connection: "c2")
            try await workflow.trigger("theirs")
            let caller = try await fixture.deploy(
                LocalFixture.function(
                    """
                    const tried = async (work: () => Promise<any>) => { try { return await work(); } catch (error: any) { return error.message; } };
                    return Response.json([
                      await tried(() => env.SERVICE_THEIRS.fetch("https://b/")), await tried(() => env.SERVICE_NONE.fetch("https://b/")),
                      await tried(() => env.WORKFLOW_THEIRS.get("theirs")), await tried(() => env.WORKFLOW_THEIRS.create()),
                    ]);
                    """), id: "d3", workflow: "w3",
                bindings: [
                    Self.service("SERVICE_THEIRS", callee.service), Self.service("SERVICE_NONE", "none"),
                    Binding(
                        type: "workflow", name: "WORKFLOW_THEIRS", settings: ["service": .string(workflow.service)]),
                ], kind: .script)
            let answer = try await caller.ask().json?.array ?? []
            #expect(answer.count == 4)
            #expect(answer.allSatisfy { $0.string?.hasPrefix("Nothing is deployed as") == true }, "\(answer)")
        }
    }

    @Test("Workers that ask each other in a circle come to an end")
    func circle() async throws {
        try await LocalFixture.with(configure: { $0.handlersAtATime = 20 }) { fixture in
            let name = "a-program-w1"
            let function = try await fixture.deploy(
                LocalFixture.function("return await env.SERVICE_SELF.fetch(request.url);"),
                bindings: [Self.service("SERVICE_SELF", name)], kind: .script)
            #expect(function.service == name)
            #expect(try await function.ask().status == 500)
            #expect(fixture.recorder.lines.contains { $0.contains("limit of 20 concurrent requests is reached") })
        }
    }

    @Test(
        "Of many that start an instance under one id at a time, one does; of a batch with one id twice, the first counts"
    )
    func sameId() async throws {
        try await LocalFixture.with { fixture in
            let child = try await fixture.deploy(LocalFixture.module("return event.payload.n;"))
            let parent = try await fixture.deploy(
                LocalFixture.module(
                    """
                    const started = await Promise.allSettled([1, 2, 3, 4].map((n) => env.WORKFLOW_CHILD.create({ id: "a", params: { n } })));
                    const refusals = started.flatMap((one) => one.status === "rejected" ? [one.reason.message] : []);
                    const batch = await env.WORKFLOW_CHILD.createBatch([{ id: "b", params: { n: 5 } }, { id: "b", params: { n: 6 } }]);
                    return [refusals.length, refusals.every((text) => text.includes("already_exists")), batch.map(({ id }) => id)];
                    """), id: "d2", workflow: "w2",
                bindings: [
                    Binding(type: "workflow", name: "WORKFLOW_CHILD", settings: ["service": .string(child.service)])
                ]
            )
            #expect(try await parent.result().output == [3, true, ["b"]])
            #expect(try await child.finished("b").output == 5)
        }
    }

    @Test("A workflow starts, watches, wakes, pauses, ends and restarts instances of another")
    func control() async throws {
        try await LocalFixture.with { fixture in
            let child = try await fixture.deploy(
                LocalFixture.module(
                    "const e = await step.waitForEvent(\"w\", { type: \"go\" }); return [event.payload.n, e.payload, event.instanceId];"
                ))
            let parent = try await fixture.deploy(
                LocalFixture.module(
                    """
                    const status = async (i: any, wanted: string) => { for (;;) { const s = await i.status(); if (s.status === wanted) return s; await new Promise((r) => setTimeout(r, 10)); } };
                    const a = await env.WORKFLOW_CHILD.create({ id: "a", params: { n: 1 } });
                    await status(a, "waiting");
                    await a.pause(); const paused = (await status(a, "paused")).status; await a.resume();
                    await a.sendEvent({ type: "go", payload: "x" });
                    const done = await status(a, "complete");
                    const again = await env.WORKFLOW_CHILD.create({ id: "a" }).catch((error: Error) => error.message);
                    const batch = await env.WORKFLOW_CHILD.createBatch([{ id: "b", params: { n: 2 } }, { id: "a" }, { id: "c" }]);
                    const b = await env.WORKFLOW_CHILD.get("b");
                    await b.terminate(); const ended = (await status(b, "terminated")).status;
                    await a.restart(); await status(a, "waiting"); await a.terminate();
                    const unknown = await env.WORKFLOW_CHILD.get("none").catch((error: Error) => error.message);
                    const bad = await env.WORKFLOW_CHILD.create({ id: "not allowed!" }).catch((error: Error) => error.message);
                    const large = await env.WORKFLOW_CHILD.create({ params: "x".repeat(1_100_000) }).catch((error: Error) => error.message);
                    return [paused, done.output, again, batch.map((i: any) => i.id), ended, unknown, bad, large];
                    """), id: "d2", workflow: "w2",
                bindings: [
                    Binding(type: "workflow", name: "WORKFLOW_CHILD", settings: ["service": .string(child.service)])
                ]
            )
            let state = try await parent.result()
            let output = try #require(state.output?.array, "\(String(describing: state.error))")
            #expect(output[0] == "paused")
            #expect(output[1] == [1, "x", "a"])
            #expect(output[2].string?.contains("already_exists") == true)
            #expect(output[3] == ["b", "c"])
            #expect(output[4] == "terminated")
            #expect(output[5].string?.contains("Run none of") == true)
            #expect(output[6].string?.contains("invalid_id") == true)
            #expect(output[7].string?.contains("1 MiB") == true)
        }
    }

    @Test("Analytics keep what is written, and refuse what is too much")
    func analytics() async throws {
        let answer = try await LocalFixture.answer(
            """
            env.ANALYTICS_HITS.writeDataPoint({ blobs: ["a", null], doubles: [1.5], indexes: ["i"] });
            env.ANALYTICS_HITS.writeDataPoint();
            try { env.ANALYTICS_HITS.writeDataPoint({ doubles: Array(21).fill(0) }); } catch (error) { return error.message; }
            """, bindings: [Binding(type: "analytics_engine", name: "ANALYTICS_HITS")])
        #expect(answer.string?.contains("at most 20") == true)
    }
}
