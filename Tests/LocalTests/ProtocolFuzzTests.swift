import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

/// Random and mutated messages from the process of one deployment, beside runs of others.
@Suite("Forged messages", .timeLimit(.minutes(10)))
struct ProtocolFuzzTests {
    private static let waiting = """
        console.log("begun");
        await step.do("paid", async () => 100);
        const received = await step.waitForEvent("e", { type: "go", timeout: "1 day" });
        return [received.payload, await step.do("after", async () => 2)];
        """
    private static let hanging = "await step.do(\"hangs\", () => new Promise(() => {}));"

    @Test("However messages of a process are made, no other run changes, and what is out of turn ends it and is logged")
    func forge() async throws {
        try await LocalFixture.with { fixture in
            let victim = try await fixture.deploy(
                LocalFixture.module("if (event.payload.hangs) { \(Self.hanging) }\n" + Self.waiting), id: "victim",
                workflow: "payments")
            try await victim.trigger("waits")
            try await victim.trigger("hangs", params: ["hangs": true])
            _ = try await victim.until("waits") { $0.status == .waiting }
            try await eventually("the step begins") { try await !victim.steps("hangs").isEmpty }
            let forger = try await fixture.deploy(
                LocalFixture.module(Self.hanging), id: "forger", workflow: "evil", connection: "c2")
            try await forger.trigger("own")
            try await eventually("the forger runs") { try await !forger.steps("own").isEmpty }
            let before = try await [victim.steps("waits"), victim.steps("hangs")]

            var messages = ForgedMessages(seed: Stress.seed)
            let count = Stress.size(small: 4_000, large: 100_000)
            var (parsed, refused) = (0, 0)
            var ignored: [String] = []
            for _ in 0..<count {
                let text = messages.next()
                let outcome = await fixture.runtime.forge(text, as: "forger")
                parsed += outcome == .malformed ? 0 : 1
                refused += outcome == .refused ? 1 : 0
                if outcome == .ignored { ignored.append(String(decoding: text, as: UTF8.self)) }
            }
            // Else it tried nothing.
            #expect(parsed > count / 4 && refused > count / 20, "\(parsed), \(refused) of \(count)")
            #expect(ignored.isEmpty, "\(ignored.prefix(5)), seed \(Stress.seed)")
            let logged = fixture.recorder.lines.count {
                $0.hasPrefix("[\(forger.service)] Ending the process because of an unexpected message")
            }
            #expect(logged == refused, "seed \(Stress.seed)")

            #expect(try await [victim.steps("waits"), victim.steps("hangs")] == before, "seed \(Stress.seed)")
            #expect(try await victim.state("waits").status == .waiting)
            #expect(try await victim.state("hangs").status == .running)
            #expect(try await victim.logs("waits").map(\.text) == ["begun"])
            try await victim.send("go", to: "waits", 1)
            #expect(try await victim.finished("waits").output == [1, 2])
            let other = try await fixture.deploy(LocalFixture.module("return 1;"), id: "d3", workflow: "w3")
            #expect(try await other.result("new").output == 1)
        }
    }
}

private enum Forged { case malformed, refused, accepted, ignored }

extension LocalRuntime {
    /// Has a message come from the process of a deployment, which stands in for as many as are ended for it.
    fileprivate func forge(_ text: [UInt8], as key: String) async -> Forged {
        guard let deployment = try? await journal.deployment(key), let worker = workers[key] else {
            Issue.record("the forger is gone")
            return .malformed
        }
        guard let message = try? WorkerMessage(json: JSONValue(parsing: text)) else { return .malformed }
        let isOutOfTurn = message.isOutOfTurn(for: worker)
        workers.check(message, from: deployment, worker.number)
        let isRefused = workers[key]?.killed != nil
        if isRefused || workers[key] == nil {
            var next = Worker(process: worker.process, number: nextNumber(), startedAt: steady)
            (next.isReady, next.isLoaded, next.runs) = (true, true, worker.runs)
            for run in worker.runs { next.history.give(run: run) }
            workers[key] = next
        }
        return isRefused ? .refused : isOutOfTurn ? .ignored : .accepted
    }
}

extension WorkerMessage {
    /// Whether a process that was given runs, and nothing else, never sends that.
    fileprivate func isOutOfTurn(for worker: Worker) -> Bool {
        if let run, !worker.history.hasGiven(run: run) { return true }
        switch self {
        case .ready, .loaded, .refused, .answered, .finished, .stream(.more), .stream(.cancel): return true
        case .pong: return worker.ping == nil
        case .held(let run): return worker.runs.contains(run)
        case .binding(let request): if case .invocation = request.cause { return true } else { return false }
        case .step, .begun, .log, .printed, .cancelled, .attempted, .ended, .stream: return false
        }
    }
}

/// Messages as a hostile program would make them, reproducible by their seed.
private struct ForgedMessages {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let types = [
        "ready", "loaded", "refused", "step", "log", "held", "print", "cancelled", "attempted", "ended", "binding",
        "answered",
        "finished", "stream", "pong", "drop", "",
    ]
    private static let numbers: [JSONValue] = [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, .int(.max), .int(.min), .int(.max - 1), 1_000_000, "1", .null, [], 1.5,
    ]
    private static let words: [JSONValue] = [
        "do", "sleep", "wait", "info", "error", "constant", "linear", "exponential", "go", "paid", "hangs", "WORKFLOW",
        "terminate", "chunk", "close", "more", "cancel", "{\"a\":1}", "", "\u{0}", .null, 7, true, [:],
    ]
    private static let names = [
        "run", "call", "key", "name", "kind", "limit", "delay", "backoff", "length", "until", "event", "timeout",
        "child", "begun", "done", "value", "error", "level", "text", "binding", "method", "invocation", "body",
        "stream",
        "bytes", "message", "lines",
    ]

    mutating func next() -> [UInt8] {
        var message = template()
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            guard let name = Self.names.randomElement(using: &random) else { continue }
            message[name] = (Bool.random(using: &random) ? Self.numbers : Self.words).randomElement(using: &random)
        }
        var bytes = JSONValue.object(message).bytes
        // Now and then not even JSON.
        if Int.random(in: 0..<20, using: &random) == 0, let index = bytes.indices.randomElement(using: &random) {
            bytes[index] = UInt8.random(in: .min ... .max, using: &random)
        }
        return bytes
    }

    /// A message that is in order but for whom it speaks of.
    private mutating func template() -> JSONObject {
        let type = Self.types.randomElement(using: &random) ?? ""
        return [
            "type": .string(type), "run": .int(Int.random(in: 0...12, using: &random)),
            "call": .int(Int.random(in: 0...5, using: &random)), "key": "paid", "name": "paid",
            "kind": .string(["do", "sleep", "wait", "chunk", "more"].randomElement(using: &random) ?? "do"), "limit": 3,
            "delay": 1, "backoff": "linear", "length": 5, "event": "go", "timeout": 5, "value": "666", "level": "info",
            "text": "approved", "message": "no", "lines": [1], "binding": "WORKFLOW", "method": "terminate",
            "stream": 1,
            "bytes": "QQ==",
        ]
    }
}
