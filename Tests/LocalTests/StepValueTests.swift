import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Values that steps return", .timeLimit(.minutes(3)))
struct StepValueTests {
    /// An expression, what shows that it came back as it was, and how it is reported.
    private static let kept: [(String, String, JSONValue)] = [
        ("new Date(0)", "v instanceof Date && v.getTime() === 0", "1970-01-01T00:00:00.000Z"),
        ("new Date(NaN)", "v instanceof Date && Number.isNaN(v.getTime())", "Invalid Date"),
        (
            "[NaN, Infinity, -Infinity]", "Number.isNaN(v[0]) && v[1] === Infinity && v[2] === -Infinity",
            ["NaN", "Infinity", "-Infinity"]
        ),
        ("{ zero: -0 }", "Object.is(v.zero, -0)", ["zero": 0]),
        (
            "new Map([['a', new Map([[1, new Date(1)]])]])", "v.get('a').get(1).getTime() === 1",
            [["a", [[1, "1970-01-01T00:00:00.001Z"]]]]
        ),
        ("{ tags: new Set(['x', NaN]) }", "v.tags.has('x') && v.tags.has(NaN)", ["tags": ["x", "NaN"]]),
        ("[undefined, 1]", "v[0] === undefined && v.length === 2", [nil, 1]),
        ("/a\\/b/gi", "v instanceof RegExp && v.source === 'a\\\\/b' && v.flags === 'gi'", "/a\\/b/gi"),
        (
            "new RangeError('far', { cause: new Date(0) })",
            "v instanceof RangeError && v.message === 'far' && v.cause.getTime() === 0",
            ["name": "RangeError", "message": "far", "cause": "1970-01-01T00:00:00.000Z"]
        ),
        ("new Uint8Array([1, 2, 3]).subarray(1)", "v instanceof Uint8Array && v.join() === '2,3'", "AgM="),
        (
            "new Float64Array([1.5]).buffer", "v instanceof ArrayBuffer && new Float64Array(v)[0] === 1.5",
            "AAAAAAAA+D8="
        ),
        ("JSON.parse('{\"__proto__\": 1, \"a\": {}}')", "Object.hasOwn(v, '__proto__')", ["__proto__": 1, "a": [:]]),
        (
            "Object.assign(Object.create(null), { a: new Date(2), ['__proto__']: new Date(3) })",
            "v['__proto__'].getTime() === 3",
            ["a": "1970-01-01T00:00:00.002Z", "__proto__": "1970-01-01T00:00:00.003Z"]
        ),
        // As the runtime itself writes values.
        ("{ '@stream': 'eA==' }", "v['@stream'] === 'eA=='", ["@stream": "eA=="]),
        (
            "{ types: [[['value'], 'Date']], value: 'x' }", "v.value === 'x'",
            ["types": [[["value"], "Date"]], "value": "x"]
        ),
        ("' {\"types\":[],\"value\":1}'", "v.startsWith(' {')", " {\"types\":[],\"value\":1}"),
    ]

    @Test("What a structured clone keeps comes back as it was, also after a restart, and is reported as JSON")
    func kept() async throws {
        try await LocalFixture.with { fixture in
            let steps = Self.kept.enumerated().map { index, value in
                """
                {
                  const v: any = await step.do("s\(index)", async () => { console.log("made"); return \(value.0); });
                  checks.push(\(value.1));
                }
                """
            }
            let deployed = try await fixture.deploy(
                run: """
                    const checks: unknown[] = [];
                    const all = async () => {
                    \(steps.joined(separator: "\n"))
                    };
                    await all();
                    await step.waitForEvent("wait", { type: "go" });
                    return checks;
                    """)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            await fixture.runtime.shutdown()
            try await LocalFixture.with(folder: fixture.folder) { second in
                let again = deployed.at(second.runtime)
                try await again.send("go", to: "r1")
                let state = try await again.finished("r1")
                #expect(state.output == .array(Self.kept.map { _ in true }), "\(state)")
                #expect(second.recorder.count("made") == 0)
                let request = InstanceRequest(deployment: again.handle, instanceId: "r1")
                let reported = try await second.runtime.history(of: request).steps.prefix(Self.kept.count)
                for (step, value) in zip(reported, Self.kept) { #expect(step.output == value.2, "\(value.0)") }
            }
        }
    }

    @Test("A run's output has a readable form of what JSON has none for")
    func output() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: "return { at: new Date(0), rate: NaN, by: new Map([['a', -0]]) };")
            #expect(
                try await deployed.result().output == [
                    "at": "1970-01-01T00:00:00.000Z", "rate": "NaN", "by": [["a", 0]],
                ])
        }
    }

    @Test(
        "What leaves a program as JSON is refused by its place where JSON would lose it",
        arguments: [
            ("new Map()", "a Map"), ("{ a: [NaN] }", "NaN at \"a[0]\""), ("{ run() {} }", "a function at \"run\""),
            ("[Symbol('x')]", "a symbol at \"[0]\""), ("{ n: 1n }", "Do not know how to serialize a BigInt at \"n\""),
            ("new (class Empty { #a = 1 })()", "an Empty"), ("[1].values()", "an Array Iterator"),
        ])
    func refused(value: String, reason: String) async throws {
        try await LocalFixture.with { fixture in
            let source = LocalFixture.module(
                """
                const told = [];
                for (const work of [
                  () => env.WORKFLOW.create({ params: \(value) }),
                  async () => (await env.WORKFLOW.get(event.instanceId)).sendEvent({ type: "go", payload: \(value) }),
                  () => env.QUEUE.send(\(value)),
                ]) await work().then(() => told.push("sent"), (error: Error) => told.push(error.message));
                return told;
                """)
            let deployed = try await fixture.deploy(
                source,
                bindings: [
                    Binding(type: "workflow", name: "WORKFLOW", settings: ["className": "Program"]),
                    Binding(
                        type: "queue", name: "QUEUE",
                        settings: ["resourceVariable": "QUEUE_BINDING_ID", "resource": "orders"]),
                ])
            let state = try await deployed.result()
            #expect(
                state.output == [
                    .string("The parameters is not JSON: \(reason)"),
                    .string("The event \"go\" is not JSON: \(reason)"),
                    .string("A message of the type json is not JSON: \(reason)"),
                ], "\(state)")
        }
    }

    @Test("Params and events that look like what the runtime writes for itself are values like others")
    func lookalikes() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const { payload } = await step.waitForEvent("wait", { type: "go" });
                    return [event.payload, payload];
                    """)
            let value: JSONValue = ["@stream": "eA=="]
            try await deployed.trigger("r1", params: value)
            _ = try await deployed.until("r1") { $0.status == .waiting }
            try await deployed.send("go", to: "r1", value)
            #expect(try await deployed.finished("r1").output == [value, value])
        }
    }
}
