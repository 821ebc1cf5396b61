import JSON
import PluginMessages
import TestSupport
import Testing

/// One run of a document, and what is expected of it.
///
/// What goes in: `call` (`run`, `fetch`, `queue` or `scheduled`; absent means `run`), `payload`, `env`, `events`
/// (payloads by type), `workflows` (states by binding), `services` (bindings), `request` (`method`, `path`, `body`).
/// What must come out, each only if it is there: `steps` (names of the durable steps in the order in which they
/// begin), `stepsInAnyOrder`, `details` (options, duration or time by the name of a step), `attempts` (by the name of
/// a step), `status` and `body` of an answer, `started` (params of the runs that were started), `starts` (their
/// number), `sent` (what a queue handler noted). A case with `error` fails with a message that contains it; every
/// other one ends well, and a run's result is `result`, absent for none.
struct CorpusCase {
    let expected: JSONValue

    static let members: Set = [
        "name", "call", "payload", "env", "events", "workflows", "services", "request", "steps", "stepsInAnyOrder",
        "details", "attempts", "status", "body", "started", "starts", "sent", "error", "result",
    ]

    private var name: String { expected["name"]?.string ?? "" }
    private var call: String { expected["call"]?.string ?? "run" }

    func check(_ artifact: Artifact) async throws {
        let outcome = try await run(artifact)
        if let error = expected["error"]?.string {
            #expect(outcome.error?.contains(error) == true, "\(name): \(outcome.error ?? "no error")")
        } else {
            #expect(outcome.error == nil, "\(name)")
            if call == "run" { #expect(outcome.result == expected["result"], "\(name)") }
        }
        checkSteps(of: outcome)
        compare("status", outcome.json["status"])
        compare("body", outcome.body.map { (try? JSONValue(parsing: $0)) ?? .string($0) })
        compare("started", outcome.json["created"])
        compare("starts", (outcome.json["created"]?.array?.count).map(JSONValue.int))
        compare("sent", outcome.json["sent"])
    }

    private func run(_ artifact: Artifact) async throws -> WorkerRun.Outcome {
        var run = WorkerRun(artifact, env: expected["env"]?.object ?? [:]).events(expected["events"]?.object ?? [:])
        for (binding, states) in expected["workflows"]?.object ?? [:] { run = run.workflow(binding, states: states) }
        for binding in expected["services"]?.array ?? [] { run = run.service(binding.string ?? "") }
        switch call {
        case "fetch":
            let request = expected["request"]
            return try await run.fetch(
                request?["method"]?.string ?? "POST", request?["path"]?.string ?? "/", body: request?["body"])
        case "queue": return try await run.queue(expected["payload"] ?? [:])
        case "scheduled": return try await run.scheduled()
        default: return try await run.run(expected["payload"] ?? [:])
        }
    }

    private func checkSteps(of outcome: WorkerRun.Outcome) {
        let names = NodeSteps.names(outcome.steps)
        compare("steps", .array(names.map(JSONValue.string)))
        if let steps = expected["stepsInAnyOrder"]?.array {
            #expect(names.sorted() == steps.compactMap(\.string).sorted(), "\(name)")
        }
        let records = outcome.json["steps"]?.array ?? []
        for (member, recorded) in [("details", "detail"), ("attempts", "attempts")] {
            for (step, value) in expected[member]?.object ?? [:] {
                let record = records.first { $0["name"]?.string == step }
                #expect(record?[recorded] == value, "\(name): \(member) of \(step)")
            }
        }
    }

    private func compare(_ member: String, _ found: JSONValue?) {
        guard let value = expected[member] else { return }
        #expect(found == value, "\(name): \(member)")
    }
}
