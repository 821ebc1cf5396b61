import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Programs that run on this machine", .timeLimit(.minutes(3)))
struct ProgramTests {
    @Test("Timers of a program have their turn while it takes step after step")
    func timers() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    let ticks = 0;
                    const timer = setInterval(() => ticks++, 1);
                    for (let i = 0; i < 300; i++) await step.do(`step ${i}`, async () => i);
                    clearInterval(timer);
                    return ticks > 1;
                    """)
            #expect(try await deployed.result("run").output == true)
        }
    }

    @Test("A run goes through its steps and returns the program's value")
    func completes() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const a = await step.do("a", async () => ({ total: event.payload.items.length, at: new Date(0) }));
                    const b = await step.do("b", { retries: { limit: 0, delay: 0 } }, async ({ attempt }) => a.total + attempt);
                    await step.do("nothing", async () => {});
                    return { a, b, variable: env.NAME, id: event.instanceId, isDate: event.timestamp instanceof Date };
                    """, environment: ["NAME": "value", "KV_BINDING_ID": "x"])
            let state = try await deployed.result(params: ["items": [1, 2, 3]])
            #expect(state.status == .complete)
            #expect(
                state.output == [
                    "a": ["total": 3, "at": "1970-01-01T00:00:00.000Z"], "b": 4, "variable": "value", "id": "r1",
                    "isDate": true,
                ])
            try await eventually("the states that were told", equals: [.queued, .running, .complete]) {
                fixture.recorder.statuses(of: "r1")
            }
        }
    }

    @Test("Steps of one name, parallel, raced and nested ones are told apart")
    func stepKeys() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const same = [];
                    for (let i = 0; i < 3; i++) same.push(await step.do("same", async () => i));
                    const together = await Promise.all([1, 2, 3].map((n) => step.do(`p${n}`, async () => n * 10)));
                    const first = await Promise.race([
                      step.do("slow", () => new Promise((resolve) => setTimeout(() => resolve("slow"), 60_000))),
                      step.do("fast", async () => "fast"),
                    ]);
                    const outer = await step.do("outer", async () => {
                      const inner = await step.do("same", async () => "inner");
                      return `${inner} ${await step.do("same", async () => "again")}`;
                    });
                    return { same, together, first, outer };
                    """)
            let state = try await deployed.result()
            #expect(
                state.output == [
                    "same": [0, 1, 2], "together": [10, 20, 30], "first": "fast", "outer": "inner again",
                ])
        }
    }

    @Test("A step that fails is tried again, and gives up after its limit")
    func retries() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const config = { retries: { limit: 2, delay: 5, backoff: "linear" } };
                    const third = await step.do("third", config, async ({ attempt }) => {
                      console.log("third");
                      if (attempt < 3) throw new Error("not yet");
                      return attempt;
                    });
                    try {
                      await step.do("never", config, async () => { console.log("never"); throw new RangeError("no"); });
                    } catch (error) {
                      return { third, name: error.name, message: error.message, isError: error instanceof Error };
                    }
                    """)
            let state = try await deployed.result()
            #expect(state.output == ["third": 3, "name": "RangeError", "message": "no", "isError": true])
            #expect(fixture.recorder.count("third") == 3)
            #expect(fixture.recorder.count("never") == 3)
        }
    }

    @Test(
        "Rollback options of a step are refused: nothing here would run them",
        arguments: [
            "await step.do(\"s\", async () => 1, { rollback: async () => {} });",
            "await step.do(\"s\", { timeout: 1000 }, async () => 1, { rollback: async () => {} });",
        ])
    func rollback(code: String) async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(run: code)
            let state = try await deployed.result("run")
            #expect(state.error?.message == "The step \"s\" has rollback options, which this provider does not support")
        }
    }

    @Test("A NonRetryableError ends the step at once")
    func nonRetryable() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    await step.do("a", async () => { console.log("tried"); throw new NonRetryableError("stop"); });
                    """)
            let state = try await deployed.result()
            #expect(state.status == .errored)
            #expect(state.error?.name == "NonRetryableError")
            #expect(state.error?.message == "stop")
            #expect(fixture.recorder.count("tried") == 1)
        }
    }

    @Test("An error whose message is empty says so", arguments: ["''", "new Error('')"])
    func emptyMessage(thrown: String) async throws {
        try await LocalFixture.with { fixture in
            let config = "{ retries: { limit: 0, delay: 0 } }"
            let deployed = try await fixture.deploy(
                run: "await step.do('a', \(config), async () => { throw \(thrown); });")
            #expect(try await deployed.result().error?.message == "The code threw an empty message")
        }
    }

    @Test("A result that is nested too deep is refused by its depth, however deep", arguments: [600, 100_000])
    func deepResult(levels: Int) async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const config = { retries: { limit: 0, delay: 0 } };
                    await step.do("a", config, async () => {
                      let value: any = 1;
                      for (let level = 0; level < \(levels); level++) value = [value];
                      return value;
                    });
                    """)
            let message = try await deployed.result().error?.message
            #expect(message == "The result of the step \"a\" is nested deeper than 500 levels")
        }
    }

    @Test("An attempt knows which step it is of, and how it is tried")
    func context() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const config = { retries: { limit: 1, delay: 5, backoff: "linear" }, timeout: "1 minute" };
                    await step.do("a", async () => 1);
                    return await step.do("a", config, async (context: any) => {
                      if (context.attempt === 1) throw new Error("once more");
                      return context;
                    });
                    """)
            #expect(
                try await deployed.result().output == [
                    "attempt": 2, "step": ["name": "a", "count": 2],
                    "config": ["retries": ["limit": 1, "delay": 5, "backoff": "linear"], "timeout": "1 minute"],
                ])
        }
    }

    @Test("An error that is only named so ends the step; one with an endless message is kept in part")
    func strangeErrors() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const config = { retries: { limit: event.payload.limit, delay: 1 } };
                    await step.do("a", config, async () => {
                      console.log("tried");
                      const error = new Error(event.payload.limit ? "stop" : "x /worker.ts:1:1".repeat(5_000_000));
                      if (event.payload.limit) error.name = "NonRetryableError";
                      throw error;
                    });
                    """)
            #expect(try await deployed.result("r1", params: ["limit": 5]).error?.message == "stop")
            #expect(fixture.recorder.count("tried") == 1)
            let message = try await deployed.result("r2", params: ["limit": 0]).error?.message
            #expect(message?.utf8.count ?? 0 > 1_000 && message?.utf8.count ?? .max < 40_000)
        }
    }

    @Test("An attempt that takes too long fails")
    func timeout() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const config = { retries: { limit: 0, delay: 0 }, timeout: 20 };
                    await step.do("long", config, () => new Promise(() => {}));
                    """)
            let state = try await deployed.result()
            #expect(state.error?.name == "WorkflowTimeoutError")
        }
    }

    @Test(
        "A result that cannot be kept, or is too large, fails the step without another attempt",
        arguments: [
            ("() => {}", "a function"), ("1n", "BigInt"), ("{ n: [1n] }", "a BigInt at \"n[0]\""),
            ("Symbol('x')", "a symbol"), ("new (class Order { id = 1 })()", "an Order"),
            ("{ deep: [{ 'a b': new WeakSet() }] }", "a WeakSet at \"deep[0][\"a b\"]\""),
            ("(function* () { yield 1; })()", "a Generator"), ("[1].values()", "an Array Iterator"),
            ("(async function* () {})()", "an AsyncGenerator"), ("[Promise.resolve(1)]", "a Promise at \"[0]\""),
            ("new Map([['a', { run: () => 1 }]])", "a function at \"[0][1].run\""),
            ("(() => { const a = {}; a.a = a; return a; })()", "a circular reference at \"a\""),
            ("'x'.repeat(1048577)", "larger than 1 MiB"), ("{ sent: new Headers() }", "a Headers at \"sent\""),
            ("{ get total() { throw new Error('not known'); } }", "not known"),
        ])
    func results(expression: String, message: String) async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: "await step.do(\"a\", async () => { console.log(\"tried\"); return \(expression); });")
            let state = try await deployed.result()
            #expect(state.status == .errored)
            #expect(state.error?.message.contains(message) == true, "\(state.error?.message ?? "")")
            #expect(state.error?.message.hasPrefix("The result of the step \"a\" ") == true)
            #expect(fixture.recorder.count("tried") == 1)
        }
    }

    @Test("A program's failure names the node that its line belongs to")
    func nodes() async throws {
        try await LocalFixture.with { fixture in
            let source = LocalFixture.module(
                """
                await step.do("first", async () => 1);
                await step.do("second", { retries: { limit: 0, delay: 0 } }, async () => {
                  throw new Error("boom");
                });
                """)
            let deployed = try await fixture.deploy(
                source,
                lineMap: [
                    LineMapping(line: 1, nodeId: nil), LineMapping(line: 7, nodeId: "one"),
                    LineMapping(line: 8, nodeId: "two"), LineMapping(line: 11, nodeId: nil),
                ])
            let state = try await deployed.result()
            #expect(state.error == RunFailure(name: "Error", message: "boom", nodeId: "two"))
        }
    }

    @Test("An error that a program catches and prints names its node, in a run and in a handler, and no folder")
    func printedErrors() async throws {
        try await LocalFixture.with { fixture in
            let map = [LineMapping(line: 1, nodeId: "handler"), LineMapping(line: 5, nodeId: "run")]
            let source = """
                import { WorkflowEntrypoint } from "cloudflare:workers";
                export default { fetch() { console.error(new Error("in fetch")); return new Response("fine"); } };
                export class Program extends WorkflowEntrypoint<any> {
                  async run(): Promise<void> {
                    console.error(new Error("in run"));
                  }
                }
                """
            let deployed = try await fixture.deploy(source, lineMap: map)
            _ = try await deployed.ask()
            try await eventually("the log names the handler's node") {
                fixture.recorder.lines.contains { $0.contains("(worker.ts:2:42, node \"handler\")") }
            }
            _ = try await deployed.result()
            let log = try await deployed.logs("r1").map(\.text).joined()
            #expect(log.contains("in run") && log.contains("(worker.ts:5:19, node \"run\")"), "\(log)")
            #expect(!fixture.recorder.lines.contains { $0.contains("/worker.ts") })
        }
    }

    @Test("A program starts and follows instances of its own")
    func bindings() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.module(
                    """
                    if (event.payload.child) return await step.do("work", async () => `done ${event.payload.child}`);
                    const id = await step.do("start", async () => (await env.WORKFLOW.create({ id: "c1", params: { child: 1 } })).id);
                    for (let look = 0; ; look++) {
                      const state = await step.do("look", async () => await (await env.WORKFLOW.get(id)).status());
                      if (state.status === "complete") return state.output;
                      await step.sleep("pause", 10);
                    }
                    """), bindings: [Binding(type: "workflow", name: "WORKFLOW", settings: ["className": "Program"])])
            let state = try await deployed.result()
            #expect(state.output == "done 1")
        }
    }
}
