import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Methods that other Workers call", .timeLimit(.minutes(3)))
struct RemoteCallTests {
    @Test("A method gets what the caller gives and returns a value; a call has an instance, with the Worker's own env")
    func methodsAreCalled() async throws {
        try await LocalFixture.with { fixture in
            let callee = try await fixture.deployClass(
                """
                class Base extends WorkerEntrypoint { inherited() { return "inherited"; } }
                export default class extends Base {
                  count = 0;
                  #secret() { return this.env.NAME; }
                  async add(a: number, b = 10) { return [a + b, ++this.count, arguments.length]; }
                  name() { this.ctx.waitUntil(Promise.resolve().then(() => console.log("waited"))); return this.#secret(); }
                  nothing(value: unknown) { return value === undefined ? undefined : null; }
                  echo(...values: unknown[]) { return values; }
                }
                """)
            let answer = try await fixture.ask(
                callee,
                """
                return [
                  await b.add(1, 2), await b.add(1), await b.add(1, undefined, undefined), await b.name(), await b.inherited(),
                  await b.nothing(undefined) === undefined, await b.nothing(null), await b.echo({ n: [1.5, "ä"] }, null, 9007199254740993),
                  (await b.echo("x".repeat(1_000_000)))[0].length, await Promise.all([1, 2, 3].map((n) => b.echo(n))),
                ];
                """)
            #expect(
                answer == [
                    [3, 1, 2], [11, 1, 1], [11, 1, 3], "callee", "inherited", true, nil,
                    [["n": [1.5, "ä"]], nil, 9_007_199_254_740_992], 1_000_000, [[1], [2], [3]],
                ])
            try await eventually("the lines waited", equals: 1) { fixture.recorder.count("waited") }
        }
    }

    @Test("Errors arrive with name and message; only methods of the class can be called, with values that are JSON")
    func invalidCallsAreRefused() async throws {
        try await LocalFixture.with { fixture in
            let callee = try await fixture.deployClass(
                """
                export default class extends WorkerEntrypoint {
                  own = () => "own";
                  get value() { return 1; }
                  fails(kind: string) { throw kind === "text" ? "only a text" : new RangeError("too far"); }
                  map() { return new Map(); }
                  target() { return { inner: new RpcTarget() }; }
                  connect() { return "connected"; }
                  dup() { return "twice"; }
                  alarm() { return "rang"; }
                  echo(value: unknown) { return value; }
                }
                """)
            let answer = try await fixture.ask(
                callee,
                """
                const failure = async (work) => { try { return await work(); } catch (error) { return [error.name, error.message]; } };
                return [
                  await failure(() => b.fails()), await failure(() => b.fails("text")), await failure(() => b.missing()),
                  await failure(() => b.own()), await failure(() => b.value()), await failure(() => b.ctx()),
                  await failure(() => b.connect()), await failure(() => b.dup()), await failure(() => b.alarm()),
                  await failure(() => b.__lookupGetter__("echo")) === undefined, await failure(() => b.map()), await failure(() => b.target()),
                  await failure(() => b.echo(1, () => 1)), await failure(() => b.echo({ list: [b] })), await failure(() => b.echo(10n)),
                  await failure(() => b.echo("x".repeat(1_100_000))),
                ];
                """)
            let none = "The Worker's class has no method"
            let reserved = "is reserved, and cannot be called"
            #expect(
                answer == [
                    ["RangeError", "too far"], ["Error", "only a text"], ["TypeError", "\(none) \"missing\""],
                    ["TypeError", "\(none) \"own\""], ["TypeError", "\(none) \"value\""],
                    ["TypeError", "\(none) \"ctx\""],
                    ["TypeError", "\"connect\" \(reserved)"], ["TypeError", "\"dup\" \(reserved)"],
                    ["TypeError", "\"alarm\" \(reserved)"], true,
                    ["TypeError", "The result of \"map\" is not JSON: a Map"],
                    ["TypeError", "The result of \"target\" is not JSON: a RpcTarget at \"inner\""],
                    ["TypeError", "Argument 2 of SERVICE_B.echo is not JSON: a function"],
                    ["TypeError", "Argument 1 of SERVICE_B.echo is not JSON: a function at \"list[0].fetch\""],
                    ["TypeError", "Argument 1 of SERVICE_B.echo is not JSON: Do not know how to serialize a BigInt"],
                    ["RangeError", "Argument 1 of SERVICE_B.echo is larger than 1 MiB"],
                ])
        }
    }

    @Test("A service binding is no promise, whatever its Worker's class has, and its fetch is a request")
    func bindingIsNoPromise() async throws {
        try await LocalFixture.with { fixture in
            let callee = try await fixture.deployClass(
                "export default class extends WorkerEntrypoint { fetch() { return new Response('x'); } then() { return 1; } }"
            )
            let answer = try await fixture.ask(
                callee,
                """
                return [
                  b.then === undefined, await b === b, await Promise.resolve(b) === b, JSON.stringify({ b }), typeof b.constructor, typeof b[Symbol.iterator],
                  (await b.fetch("https://b/")).status,
                ];
                """)
            #expect(answer == [true, true, true, #"{"b":{}}"#, "function", "undefined", 200])
        }
    }

    @Test("A Worker whose handlers are an object, and one of another connection, have no methods to call")
    func otherWorkersHaveNoMethods() async throws {
        try await LocalFixture.with { fixture in
            let object = try await fixture.deploy(LocalFixture.function("return new Response('x');"), kind: .script)
            let call = "return await b.fetch2().catch((error) => error.message);"
            let answer = try await fixture.ask(object, call)
            #expect(answer.string?.contains("not a class that extends WorkerEntrypoint") == true)
            let theirs = try await fixture.deployClass(
                "export default class extends WorkerEntrypoint { fetch2() { return 'secret'; } }", id: "d3",
                workflow: "w3", connection: "c2")
            let refusal = try await fixture.ask(theirs, call, id: "d4", workflow: "w4")
            #expect(refusal.string?.hasPrefix("Nothing is deployed as") == true)
        }
    }

    @Test("A class has the fetch, queue and scheduled handlers of a Worker, with env and ctx in its instance")
    func classHasHandlers() async throws {
        try await LocalFixture.with { fixture in
            let worker = try await fixture.deployClass(
                """
                export default class extends WorkerEntrypoint {
                  async fetch(request: Request) { await this.env.QUEUE_ORDERS.send("one"); return Response.json([this.env.NAME, request.method, arguments.length]); }
                  queue(batch: any) { console.log(`queue ${batch.messages[0].body} ${this.env.NAME} ${arguments.length}`); }
                  scheduled(event: any) { console.log(`cron ${event.cron} ${this.env.NAME} ${arguments.length}`); }
                }
                """,
                bindings: [
                    Binding(type: "queue", name: "QUEUE_ORDERS", settings: ["resource": "orders"]),
                    Binding(
                        type: "queue_consumer", name: "orders", settings: ["queue": "orders", "maxBatchTimeout": 0]),
                ])
            #expect(try await worker.ask("PATCH").json == ["callee", "PATCH", 1])
            try await eventually("the lines queue one callee 1", equals: 1) {
                fixture.recorder.count("queue one callee 1")
            }
            try await fixture.runtime.callSchedule(of: worker.service, cron: "0 0 * * *", time: 0)
            try await eventually("the lines cron 0 0 * * * callee 1", equals: 1) {
                fixture.recorder.count("cron 0 0 * * * callee 1")
            }
            let silent = try await fixture.deployClass(
                "export default class extends WorkerEntrypoint { ping() { return 'pong'; } }", id: "d2", workflow: "w2")
            #expect(try await silent.ask().status == 500)
        }
    }

    @Test("A workflow calls another's class in a step, and the result is kept as a step's is")
    func workflowCallsAClass() async throws {
        try await LocalFixture.with { fixture in
            let callee = try await fixture.deploy(
                LocalFixture.module("return 1;")
                    + "\nimport { WorkerEntrypoint } from \"cloudflare:workers\";"
                    + "\nexport default class extends WorkerEntrypoint { twice(n: number) { return 2 * n; } }")
            let caller = try await fixture.deploy(
                LocalFixture.module("return await step.do(\"call\", async () => await env.SERVICE_B.twice(21));"),
                id: "d2", workflow: "w2",
                bindings: [Binding(type: "service", name: "SERVICE_B", settings: ["service": .string(callee.service)])])
            #expect(try await caller.result().output == 42)
            #expect(try await callee.result().output == 1)
        }
    }
}

extension LocalFixture {
    /// Deploys a module whose default export is a class; `env.NAME` is "callee".
    fileprivate func deployClass(
        _ source: String, id: String = "d1", workflow: String = "w1", bindings: [Binding] = [],
        connection: String = "c1"
    ) async throws -> Deployed {
        try await deploy(
            "import { RpcTarget, WorkerEntrypoint } from \"cloudflare:workers\";\n" + source, id: id,
            workflow: workflow, environment: ["NAME": "callee"], bindings: bindings, kind: .script,
            connection: connection)
    }

    /// What a function with this body answers, that has the other Worker as `b`.
    fileprivate func ask(
        _ other: Deployed, _ body: String, id: String = "d2", workflow: String = "w2"
    ) async throws -> JSONValue {
        let caller = try await deploy(
            Self.function(
                "const b = env.SERVICE_B;\nconst answer = async () => {\n\(body)\n};\nreturn Response.json(await answer());"
            ), id: id, workflow: workflow, environment: ["NAME": "caller"],
            bindings: [Binding(type: "service", name: "SERVICE_B", settings: ["service": .string(other.service)])],
            kind: .script)
        let answer = try await caller.ask()
        guard answer.status == 200, let json = answer.json else {
            throw Unanswered(description: answer.text + recorder.lines.joined(separator: "\n"))
        }
        return json
    }
}
