import Foundation
import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Queues on this machine", .timeLimit(.minutes(3)))
struct QueueTests {
    @Test("Messages come in full batches, each in the type it was sent in")
    func deliversFullBatches() async throws {
        try await LocalFixture.with { fixture in
            let worker = try await fixture.deployConsumer(
                "console.log(JSON.stringify([batch.queue, batch.messages.map((m) => [text(m.body), m.attempts])]));",
                settings: ["maxBatchSize": 2, "maxBatchTimeout": 60])
            _ = try await worker.post(
                ["code": "await q.send({ n: 1 }); await q.sendBatch([{ body: 'two', contentType: 'text' }]);"])
            _ = try await worker.post(
                [
                    "code": """
                    await q.sendBatch([{ body: new Uint8Array([3]), contentType: "bytes" }, { body: null }]); await q.send("left");
                    """
                ])
            try await eventually("both queues have delivered") {
                fixture.recorder.printed("[[").count == 0 && fixture.recorder.printed("[\"orders").count == 2
            }
            let lines = fixture.recorder.printed("[\"orders")
            #expect(Set(lines) == [#"["orders",[[{"n":1},1],["two",1]]]"#, #"["orders",[[[3],1],[null,1]]]"#])
        }
    }

    @Test("A message that fails is delivered again, up to the limit, and then goes to the dead letters")
    func failedMessagesBecomeDeadLetters() async throws {
        try await LocalFixture.with { fixture in
            let worker = try await fixture.deployConsumer(
                """
                for (const m of batch.messages) console.log(`${batch.queue} ${m.body} ${m.attempts}`);
                if (batch.queue === "orders") throw new Error("no");
                """, settings: ["maxBatchTimeout": 0, "maxRetries": 2, "deadLetterQueue": "dead"], also: "dead")
            _ = try await worker.post(["code": "await q.send('a');"])
            try await eventually("the lines dead a 1", equals: 1) { fixture.recorder.count("dead a 1") }
            #expect(fixture.recorder.printed("orders") == ["orders a 1", "orders a 2", "orders a 3"])
            #expect(fixture.recorder.lines.contains { $0.contains("The queue handler failed") && $0.contains("no") })
        }
    }

    @Test("A message can be done or be tried again by itself, also when the handler throws, or all can")
    func messagesAreSettledOneByOne() async throws {
        try await LocalFixture.with { fixture in
            let worker = try await fixture.deployConsumer(
                """
                for (const m of batch.messages) {
                  console.log(`seen ${m.body} ${m.attempts}`);
                  if (m.body === "done") m.ack();
                  if (m.body === "again" && m.attempts === 1) { m.retry(); m.ack(); }
                  if (m.body === "late" && m.attempts === 1) m.retry({ delaySeconds: 1 });
                }
                if (batch.messages.length === 4) throw new Error("after");
                if (batch.messages[0].body === "all" && batch.messages[0].attempts === 1) batch.retryAll();
                """, settings: ["maxBatchSize": 4, "maxBatchTimeout": 1])
            _ = try await worker.post(
                ["code": "await q.sendBatch(['done', 'again', 'late', 'rest'].map((body) => ({ body })));"])
            try await eventually("the messages arrive for the second time") {
                ["seen again 2", "seen late 2", "seen rest 2"].allSatisfy { fixture.recorder.count($0) == 1 }
            }
            _ = try await worker.post(["code": "await q.send('all');"])
            try await eventually("the lines seen all 2", equals: 1) { fixture.recorder.count("seen all 2") }
            #expect(fixture.recorder.count("seen done 1") == 1)
            #expect(fixture.recorder.count("seen done 2") == 0)
        }
    }

    @Test("Messages survive a restart, also those that were being delivered; a delay holds")
    func messagesSurviveRestart() async throws {
        try await LocalFixture.with { first in
            let worker = try await first.deployConsumer(
                """
                console.log(`got ${batch.messages[0].body} ${batch.messages[0].attempts}`);
                if (!env.OPEN) await new Promise(() => {});
                """, settings: ["maxBatchSize": 1, "maxBatchTimeout": 0])
            _ = try await worker.post(["code": "await q.send('a'); await q.send('never', { delaySeconds: 3600 });"])
            try await eventually("the lines got a 1", equals: 1) { first.recorder.count("got a 1") }
            await first.runtime.shutdown()
            try await LocalFixture.with(folder: first.folder) { second in
                try await eventually("the lines got a 1", equals: 1) { second.recorder.count("got a 1") }
                #expect(second.recorder.printed("got never").isEmpty)
            }
        }
    }

    @Test("The binding's delay holds back what names none of its own")
    func bindingDelays() async throws {
        try await LocalFixture.with { fixture in
            let worker = try await fixture.deployConsumer(
                "console.log(`got ${batch.messages[0].body}`);", settings: ["maxBatchSize": 1, "maxBatchTimeout": 0],
                config: ["bindings": ["QUEUE_ORDERS": ["deliveryDelay": 3600]]])
            _ = try await worker.post(["code": "await q.send('held'); await q.send('now', { delaySeconds: 0 });"])
            try await eventually("the line got now", equals: 1) { fixture.recorder.count("got now") }
            #expect(fixture.recorder.printed("got held").isEmpty)
        }
    }

    @Test("A delay is of seconds: a message comes when so many have gone by, and not before")
    func delayIsOfSeconds() async throws {
        let clock = JumpingClock()
        try await LocalFixture.with(configure: { $0.clock = clock.clock }) { fixture in
            let worker = try await fixture.deployConsumer(
                "console.log(`got ${batch.messages[0].body}`);", settings: ["maxBatchSize": 1, "maxBatchTimeout": 0])
            _ = try await worker.post(["code": "await q.send('late', { delaySeconds: 36_000 });"])
            clock.advance(by: .seconds(35_000))
            // Whatever was due is delivered with a message that is.
            for probe in ["one", "two"] {
                _ = try await worker.post(["code": .string("await q.send('\(probe)');")])
                try await eventually("the line got \(probe)", equals: 1) { fixture.recorder.count("got \(probe)") }
            }
            #expect(fixture.recorder.count("got late") == 0)
            clock.advance(by: .seconds(1_001))
            _ = try await worker.post(["code": "await q.send('three');"])
            try await eventually("the line got late", equals: 1) { fixture.recorder.count("got late") }
        }
    }

    @Test("A batch is delivered again, and counts no failure, when Deno is killed; when the handler ends it, it does")
    func redeliversWhenDenoIsKilled() async throws {
        try await LocalFixture.with(settings: ["MEMORY": "32"]) { fixture in
            let worker = try await fixture.deployConsumer(
                """
                const { body, attempts } = batch.messages[0];
                console.log(`got ${body} ${attempts} ${batch.queue}`);
                if (body === "slow") await new Promise(() => {});
                if (body === "greedy" && batch.queue === "orders") {
                  const all = [];
                  for (;;) all.push(new Array(1e6).fill(all.length));
                }
                """,
                settings: ["maxBatchSize": 1, "maxBatchTimeout": 0, "maxRetries": 0, "deadLetterQueue": "dead"],
                also: "dead"
            )
            _ = try await worker.post(["code": "await q.send('slow');"])
            for round in 1...2 {
                try await eventually("the lines got slow 1 orders", equals: round) {
                    fixture.recorder.count("got slow 1 orders")
                }
                try killAll(await fixture.runtime.processIds)
            }
            try await eventually("the lines got slow 1 orders", equals: 3) {
                fixture.recorder.count("got slow 1 orders")
            }
            _ = try await worker.post(["code": "await q.send('greedy');"])
            try await eventually("the lines got greedy 1 dead", equals: 1) {
                fixture.recorder.count("got greedy 1 dead")
            }
            // Both once more, each in a process of its own, since they shared the one that ended.
            #expect(fixture.recorder.count("got greedy 1 orders") == 2)
            try await eventually("the lines got slow 1 orders", equals: 4) {
                fixture.recorder.count("got slow 1 orders")
            }
            #expect(fixture.recorder.count("got slow 1 dead") == 0)
        }
    }

    @Test("One Worker takes a queue's messages; a second is refused until the first is taken down")
    func secondConsumerIsRefused() async throws {
        try await LocalFixture.with { fixture in
            let first = try await fixture.deployConsumer("", settings: [:])
            let failure = await #expect(throws: PluginFailure.self) {
                try await fixture.deployConsumer("", settings: [:], id: "d2", workflow: "w2")
            }
            #expect(failure?.code == "local.queue.taken" && failure?.fault == .conflict)
            #expect(failure?.message.contains(first.service) == true)
            // Another connection has queues of its own.
            try await fixture.deployConsumer("", settings: [:], id: "d3", workflow: "w3", connection: "c2")
            try await fixture.runtime.takedown(first.handle)
            try await fixture.deployConsumer("", settings: [:], id: "d2", workflow: "w2")
        }
    }

    @Test("Messages beyond the limits are refused with the reason")
    func messagesBeyondLimitsAreRefused() async throws {
        let answer =
            try await LocalFixture.answer(
                """
                const refused = async (work) => { try { await work(); return "accepted"; } catch (error) { return error.message; } };
                const q = env.QUEUE;
                return [
                  await refused(() => q.send("x".repeat(128_001))), await refused(() => q.sendBatch([])),
                  await refused(() => q.sendBatch(Array(101).fill({ body: 1 }))), await refused(() => q.send(undefined)),
                  await refused(() => q.send(1, { delaySeconds: 43_201 })), await refused(() => q.send(1, { contentType: "v8" })),
                  await refused(() => q.send(1, { delaySeconds: Infinity })),
                  await refused(() => q.send("fine")),
                ];
                """, bindings: [.resource("queue", "QUEUE")]
            ).array ?? []
        #expect(answer.dropLast().allSatisfy { $0.string != "accepted" })
        #expect(answer.last == "accepted")
    }
}

extension LocalFixture {
    /// A Worker that takes the messages of the queue `orders`, and that runs code with it as `q`.
    @discardableResult
    fileprivate func deployConsumer(
        _ body: String, settings: JSONObject, also other: String? = nil, id: String = "d1", workflow: String = "w1",
        connection: String = "c1", config: JSONObject = [:]
    ) async throws -> Deployed {
        let source = """
            const text = (body: any) => body instanceof ArrayBuffer ? [...new Uint8Array(body)] : body;
            export default {
              async fetch(request: Request, env: any): Promise<Response> {
                const { code } = await request.json();
                await new Function("q", `return (async () => { ${code} })()`)(env.QUEUE_ORDERS);
                return Response.json("sent");
              },
              async queue(batch: any, env: any): Promise<void> {
            \(body)
              },
            };
            """
        var settings = settings
        settings["queue"] = "orders"
        var bindings = [
            Binding(type: "queue", name: "QUEUE_ORDERS", settings: ["resource": "orders"]),
            Binding(type: "queue_consumer", name: "orders", settings: settings),
        ]
        if let other {
            let settings: JSONObject = ["queue": .string(other), "maxBatchTimeout": 0]
            bindings.append(Binding(type: "queue_consumer", name: other, settings: settings))
        }
        return try await deploy(
            source, id: id, workflow: workflow, bindings: bindings, kind: .script, connection: connection,
            config: config)
    }
}
