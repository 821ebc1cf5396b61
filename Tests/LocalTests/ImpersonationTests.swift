import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

/// A process that speaks the runtime's protocol as it likes.
@Suite("What the process of one program says of another's runs", .timeLimit(.minutes(4)))
struct ImpersonationTests {
    private static let outcome: JSONValue = #""{\"paid\":1000000}""#

    private static func message(_ type: String, _ run: Int, _ members: JSONObject = [:]) -> JSONValue {
        .object(JSONObject([("type", .string(type)), ("run", .int(run))] + members.members.map { ($0.key, $0.value) }))
    }

    /// Each of the messages about a run.
    private static func messages(of run: Int) -> [JSONValue] {
        let step: JSONObject = [
            "call": 9_000, "key": "approve", "name": "approve", "kind": "do", "limit": 0, "delay": 0,
            "backoff": "constant",
        ]
        var begun = step
        begun["begun"] = true
        var done = begun
        done["done"] = true
        done["value"] = "666"
        return [
            message("ended", run, ["value": outcome]),
            message("ended", run, ["error": ["name": "Error", "message": "no", "retryable": true, "lines": []]]),
            message("step", run, step), message("step", run, begun), message("step", run, done),
            message("attempted", run, ["call": 1, "value": outcome]), message("cancelled", run, ["call": 1]),
            message("held", run), message("log", run, ["level": "info", "text": "approved by the CFO"]),
            message("binding", run, ["call": 1, "binding": "WORKFLOW", "method": "terminate"]),
        ]
    }

    private static func withForger(_ body: (LocalFixture) async throws -> Void) async throws {
        try await LocalFixture.with(settings: ["DENO": PackageRoot.fixture("local/forger.py").path], body)
    }

    @Test("It changes nothing of them, and ends the process, in the log under the deployment's name", arguments: 0..<10)
    func others(kind: Int) async throws {
        try await Self.withForger { fixture in
            let victim = try await fixture.deploy("", id: "victim", workflow: "payments")
            let forger = try await fixture.deploy("", id: "forger", workflow: "evil", connection: "c2")
            try await victim.trigger("order")
            _ = try await victim.until("order") { $0.status == .running }
            let before = try await victim.steps("order")
            // The victim's is one of the first numbers; of the forger's own nothing is said.
            for run in 1...8 {
                try await forger.trigger("f\(run)", params: ["forged": .array([Self.messages(of: run)[kind]])])
            }
            try await eventually("the refusal in the log") {
                fixture.recorder.lines.contains { $0.contains("unexpected message") }
            }
            let state = try await victim.state("order")
            #expect(state.status == .running && state.output == nil && state.error == nil)
            #expect(try await victim.steps("order") == before)
            #expect(try await victim.logs("order").isEmpty)
            let refusals = fixture.recorder.lines.filter { $0.contains("unexpected message") }
            #expect(refusals.allSatisfy { $0.hasPrefix("[\(forger.service)]") }, "\(refusals)")
        }
    }

    @Test(
        "It is ended for what it cannot have been asked",
        arguments: [
            #"{"type":"loaded"}"#, #"{"type":"refused","message":"no","lines":[]}"#, #"{"type":"pong"}"#, "{", "[]",
            #"{"type":"none"}"#, #"{"type":"ended","run":"OWN"}"#.replacing("OWN", with: "1e99"),
            #"{"type":"ended","run":-1}"#, #"{"type":"ended","run":4000000}"#, #"{"type":"ready"}"#,
            // What it was never given.
            #"{"type":"answered","call":3,"value":"1"}"#, #"{"type":"finished","call":3}"#,
            #"{"type":"binding","call":1,"invocation":3,"binding":"B","method":"m"}"#,
            #"{"type":"binding","run":"OWN","call":1,"binding":"SECRETS","method":"get"}"#,
            #"{"type":"stream","kind":"more","stream":3}"#, #"{"type":"stream","kind":"cancel","stream":3}"#,
            #"{"type":"stream","kind":"chunk","stream":3,"bytes":"QQ=="}"#,
            #"{"type":"stream","kind":"close","stream":3}"#, #"{"type":"held","run":"OWN"}"#,
            #"{"type":"cancelled","run":"OWN","call":7}"#, #"{"type":"attempted","run":"OWN","call":7,"value":"1"}"#,
            // What the runtime's code in a process never makes so long.
            #"{"type":"log","run":"OWN","level":"info","text":"LONG"}"#,
            #"{"type":"ended","run":"OWN","error":{"name":"LONG","message":"","retryable":true,"lines":[]}}"#,
            #"{"type":"binding","run":"OWN","call":1,"binding":"B","method":"LONG"}"#,
            #"{"type":"step","run":"OWN","call":1,"key":"k","name":"LONG","kind":"sleep","length":5}"#,
        ])
    func unexpectedMessage(message: String) async throws {
        try await Self.withForger { fixture in
            let forger = try await fixture.deploy("", id: "forger", workflow: "evil")
            let long = message.replacing("LONG", with: String(repeating: "a", count: 20_000))
            try await forger.trigger("f", params: ["forged": .array([.string(long)])])
            try await eventually("the refusal in the log") {
                fixture.recorder.lines.contains {
                    $0.hasPrefix("[\(forger.service)]") && $0.contains("unexpected message") && $0.utf8.count < 1_000
                }
            }
            // It is ended, and counts.
            try await eventually("a try of the run") {
                try await fixture.runtime.journal.instance(InstanceID(service: forger.service, name: "f"))?.crashes ?? 0
                    > 0
            }
            let refused = try await fixture.runtime.metrics().first { $0.name == "refused_messages" }
            #expect(refused?.samples.first?.labels["service"] == forger.service)
        }
    }

    @Test("Of its own runs it may speak")
    func own() async throws {
        try await Self.withForger { fixture in
            let deployed = try await fixture.deploy("", id: "d", workflow: "own")
            try await deployed.trigger("r", params: ["forged": [["type": "ended", "run": "OWN", "value": "42"]]])
            let state = try await deployed.finished("r")
            #expect(state.status == .complete && state.output == 42)
        }
    }

    @Test("Random and mutated messages change no other run, and the runtime lives")
    func fuzz() async throws {
        let seed = Stress.seed
        var random = SeededGenerator(seed: seed)
        try await Self.withForger { fixture in
            let victim = try await fixture.deploy("", id: "victim", workflow: "payments")
            try await victim.trigger("order")
            _ = try await victim.until("order") { $0.status == .running }
            let forger = try await fixture.deploy("", id: "forger", workflow: "evil", connection: "c2")
            let batches = Stress.size(small: 20, large: 500)
            for batch in 0..<batches {
                let forged = (0..<200).map { _ in Self.mutated(&random) }
                try await forger.trigger("f\(batch)", params: ["forged": .array(forged)])
            }
            try await eventually("the last batch to be sent") {
                try await forger.state("f\(batches - 1)").status != .queued
            }
            let state = try await victim.state("order")
            #expect(state.status == .running && state.output == nil, "seed \(seed)")
            #expect(try await victim.steps("order").isEmpty, "seed \(seed)")
            #expect(try await victim.logs("order").isEmpty, "seed \(seed)")
        }
    }

    /// One of the messages with members left out, replaced or cut.
    private static func mutated(_ random: inout SeededGenerator) -> JSONValue {
        let values: [JSONValue] = [
            .null, 0, -1, 1, 7, "", "x", [], [:], true, .string(String(repeating: "a", count: 300)),
        ]
        guard var object = messages(of: Int.random(in: 1...60, using: &random)).randomElement(using: &random)?.object
        else { return .null }
        for key in object.members.map(\.key) where Int.random(in: 0..<4, using: &random) == 0 {
            object[key] = values.randomElement(using: &random)
        }
        let text = JSONValue.object(object).text
        guard Int.random(in: 0..<5, using: &random) == 0 else { return .object(object) }
        return .string(String(text.prefix(Int.random(in: 0...text.count, using: &random))))
    }

    @Test("A program imports no part of what runs it, and what it prints is no message")
    func parts() async throws {
        try await LocalFixture.with { fixture in
            let parts = ["channel.ts", "main.ts", "run.ts", "calls.ts"]
            let function = try await fixture.deploy(
                LocalFixture.function(
                    """
                    const found: string[] = [];
                    for (const part of \(JSONValue.array(parts.map(JSONValue.string)).text)) {
                      const module = await import(["..", "..", "shim", part].join("/")).catch(() => ({}));
                      found.push(...Object.keys(module));
                    }
                    const { default: process } = await import("node:process");
                    process.stdout.write('{"type":"pong"}\\n{"type":"ended","run":1}');
                    return Response.json(found);
                    """), kind: .script)
            #expect(try await function.ask().json == [])
            // Behind what has no line's end the next message is still one.
            #expect(try await function.ask().json == [])
            let entry = #"{"type":"pong"}"# + "\n" + #"{"type":"ended","run":1}"#
            try await eventually("what it printed in the log, as one entry") { fixture.recorder.count(entry) > 1 }
            #expect(!fixture.recorder.lines.contains { $0.contains("unexpected message") })
        }
    }
}
