import JSON
import PluginMessages
import Testing
import WorkerBackend

@testable import CloudflareRuntime

@Suite("What the API tells of runs", .timeLimit(.minutes(10)))
struct RunStateTests {
    @Test(
        "Statuses are mapped; a word that came later is unknown and is asked for again",
        arguments: [
            ("queued", RunStatus.queued), ("running", .running), ("waitingForPause", .running), ("paused", .paused),
            ("rollingBack", .running), ("waiting", .waiting), ("complete", .complete), ("errored", .errored),
            ("terminated", .terminated), ("hibernating", .unknown),
        ])
    func statuses(word: String, expected: RunStatus) { #expect(RunStatus(cloudflare: word) == expected) }
}

@Suite("Steps to restart from", .timeLimit(.minutes(10)))
struct InstanceStepTests {
    private static func step(_ name: String, _ kind: RunStep.Kind) -> RunStep {
        RunStep(name: name, kind: kind, status: .succeeded, attempts: 1, startedAt: 0)
    }

    @Test(
        "Which of its name a step is becomes which of its name and type",
        arguments: [(1, 1, "do"), (2, 1, "sleep"), (3, 2, "do")])
    func counts(host: Int, api: Int, type: String) {
        let steps = [Self.step("a", .do), Self.step("b", .wait), Self.step("a", .sleep), Self.step("a", .do)]
        let place = InstanceStep(StepReference(name: "a", count: host), among: steps)
        #expect(place.json == ["name": "a", "count": .int(api), "type": .string(type)])
        #expect(InstanceStep(StepReference(name: "b"), among: steps).json["type"] == "waitForEvent")
    }
}

@Suite("What a waiting instance waits for, as the API tells it", .timeLimit(.minutes(10)))
struct RunWaitTests {
    private static let sleep =
        #"{"name": "nap-1", "type": "sleep", "start": "2026-01-01T00:00:00Z", "end": "2026-01-01T01:00:00Z", "finished": false}"#
    private static let event =
        #"{"name": "approval-1", "type": "waitForEvent", "start": "2026-01-01T00:00:00Z", "end": "2026-01-01T00:30:00Z", "finished": false, "event_type": "go"}"#
    private static let over =
        #"{"name": "paid-1", "type": "step", "success": true, "attempts": [{"end": "2026-01-01T00:00:01Z"}]}"#

    private static func retry(_ delay: String, _ backoff: String, attempts: Int) -> String {
        let attempt = #"{"start": "2026-01-01T00:00:00Z", "end": "2026-01-01T00:00:10Z", "success": false}"#
        let all = Array(repeating: attempt, count: attempts).joined(separator: ",")
        return
            #"{"name": "charge-1", "type": "step", "success": null, "attempts": [\#(all)], "config": {"retries": {"limit": 5, "delay": \#(delay), "backoff": "\#(backoff)"}}}"#
    }

    private static func wait(_ steps: String..., status: String = "waiting") throws -> RunWait? {
        let instance = try JSONValue(
            parsing: Array("{\"status\": \"\(status)\", \"steps\": [\(steps.joined(separator: ","))]}".utf8))
        return RunState(instance: instance, id: "r1", nodes: StepNodes()).waitingFor
    }

    /// The first of January 2026.
    private static let begin = 1_767_225_600_000

    @Test("Sleeps, events and the next attempt; of several the one that ends first; none of a run that does not wait")
    func waits() throws {
        let sleep = RunWait.sleep(step: "nap", until: Self.begin + 3_600_000)
        let event = RunWait.event("go", step: "approval", until: Self.begin + 1_800_000)
        #expect(try Self.wait(Self.over, Self.sleep) == sleep)
        #expect(try Self.wait(Self.sleep, Self.event, Self.over) == event)
        #expect(try Self.wait(Self.sleep, status: "running") == nil)
        #expect(try Self.wait(Self.over) == nil)
    }

    @Test(
        "The next attempt begins after the delay that the step's configuration has",
        arguments: [
            ("10000", "constant", 2, 10_000), ("\"10 seconds\"", "linear", 2, 20_000),
            ("10000", "exponential", 3, 40_000),
        ])
    func retries(delay: String, backoff: String, attempts: Int, pause: Int) throws {
        let wait = try Self.wait(Self.retry(delay, backoff, attempts: attempts))
        #expect(wait?.kind == .retry && wait?.attempt == attempts && wait?.attempts == 6 && wait?.step == "charge")
        #expect(wait?.nextAttemptAt == Self.begin + 10_000 + pause)
    }
}

@Suite("What the API tells of a step", .timeLimit(.minutes(10)))
struct StepReportTests {
    @Test("Its value is read from a text or as it is, and every attempt has its error")
    func report() throws {
        let times: [JSONValue] = ["2026-03-29T10:00:00.000Z", "2026-03-29T10:00:01.500Z", "2026-03-29T10:00:03Z"]
        func step(_ output: JSONValue) -> RunStep? {
            RunStep(
                [
                    "name": "Charge-1", "type": "step", "start": times[0], "end": times[2], "success": true,
                    "output": output,
                    "attempts": [
                        [
                            "start": times[0], "end": times[1], "success": false,
                            "error": ["name": "TypeError", "message": "no"],
                        ], ["start": times[1], "end": times[2], "success": true, "error": nil],
                    ],
                ], nodes: StepNodes())
        }
        let charge = try #require(step(#"{"id": 7}"#))
        #expect(charge.name == "Charge" && charge.output == ["id": 7] && charge.attempts == 2)
        let begin = charge.startedAt
        #expect(
            charge.history == [
                RunAttempt(
                    number: 1, startedAt: begin, endedAt: begin + 1500,
                    error: RunFailure(name: "TypeError", message: "no")),
                RunAttempt(number: 2, startedAt: begin + 1500, endedAt: begin + 3000),
            ])
        #expect(step(3)?.output == 3 && step("plain")?.output == "plain")
        let undone = RunStep(
            [
                "name": "Charge-1", "type": "rollback", "start": times[0], "end": times[1], "success": false,
                "attempts": [
                    ["start": times[0], "end": times[1], "success": false, "error": ["name": "Error", "message": "x"]]
                ],
            ], nodes: StepNodes())
        #expect(undone?.name == "Charge: rollback" && undone?.status == .failed && undone?.error?.message == "x")
        #expect(step(nil)?.output == nil && step(nil)?.outputSize == nil)
    }

    @Test(
        "A step whose arm was over is cancelled; one with an error of its own has failed",
        arguments: [
            ("Arm 1 of \"both\" failed (no card): this step was cancelled", RunStep.Status.cancelled),
            ("Arm 2 of \"first\" finished first: this step was cancelled", .cancelled),
            ("this step was cancelled", .failed), ("Arm 1 of \"both\" failed (no card)", .failed),
        ])
    func cancelled(message: String, status: RunStep.Status) throws {
        let time: JSONValue = "2026-03-29T10:00:00.000Z"
        let error: JSONValue = ["name": "NonRetryableError", "message": .string(message)]
        let step = RunStep(
            [
                "name": "Charge-1", "type": "step", "start": time, "end": time, "success": false,
                "attempts": [["start": time, "end": time, "success": false, "error": error]],
            ], nodes: StepNodes())
        #expect(step?.status == status && step?.error?.message == message && step?.endedAt == step?.startedAt)
    }
}

@Suite("Which node a step is of", .timeLimit(.minutes(10)))
struct StepNodesTests {
    @Test(
        "Names are found with their rounds, with what a helper adds, and with the number that the API adds",
        arguments: ["\n", "\r\n", "\r", "\u{2028}"])
    func names(end: String) {
        let source = """
            class W {
                const a: any = await step.do("Charge \\"card\\"", async () => {
            await step.do("not this one", 1);
                });
                await step.sleep(`Wait [${i}]`, 1000);
                const b: any = await step.do("Part - 2", async () => {
            """
        let artifact = Artifact(
            target: "cloudflare", kind: .workflow, fileName: "w.ts", className: "W",
            source: source.replacing("\n", with: end),
            lineMap: [
                .init(line: 1, nodeId: nil), .init(line: 2, nodeId: "charge"),
                .init(line: 3, nodeId: "charge", field: "code", fieldLine: 1), .init(line: 4, nodeId: "charge"),
                .init(line: 5, nodeId: "wait"), .init(line: 6, nodeId: "part"),
            ], bindings: [], requiredEnvironment: [], dependencies: [], trigger: .manual, warnings: [])
        let nodes = StepNodes(artifact)
        let found = [
            "Charge \"card\"", "Charge \"card\"-1", "Charge \"card\": status 3-1", "Wait [0]-1", "Wait [12]",
            "Part - 2-1",
            "not this one", "Elsewhere-1",
        ].map { nodes.node(of: $0) }
        #expect(nodes.place(of: "Wait [12]-1")?.rounds == [12] && nodes.place(of: "Part - 2-1")?.rounds == [])
        #expect(found == ["charge", "charge", "charge", "wait", "wait", "part", nil, nil])
    }
}
