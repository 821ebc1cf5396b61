import Foundation
import JSON
import TestSupport
import Testing

@Suite("The corpus of workflows, deployed to this machine on the real server", .timeLimit(.minutes(20)))
struct LocalCorpusTests {
    /// What sleeps, or waits for its next attempt, for minutes or days here.
    private static let tooLong = ["flaky-exhausted", "sleeps", "step-options"]

    @Test("Every run ends as expected, with the steps that are expected")
    func runs() async throws {
        let names = try Self.names()
        try await LocalInstallation.running { installation in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, name) in names.enumerated() {
                    if index >= 4 { try await group.next() }
                    group.addTask { try await Self.check(name, at: installation) }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("A document with bindings that need Cloudflare is not deployed, and the reason names them")
    func refused() async throws {
        try await LocalInstallation.running { installation in
            let failure = await #expect(throws: APIClient.Unexpected.self) {
                // Also before its variables are set.
                try await installation.deploy(try Self.read("bindings.json"))
            }
            #expect(failure?.description.contains("deploy.bindingUnsupported") == true, "\(failure?.description ?? "")")
            #expect(failure?.description.contains("HYPERDRIVE_PG (hyperdrive)") == true)
        }
    }

    private static func check(_ name: String, at installation: LocalInstallation) async throws {
        let document = LocalDocument.withoutDefaultRetries(try read("\(name).json"))
        let expectation = try read("\(name).expected.json")
        var worker: LocalWorker?
        var environment: JSONObject?
        for expected in expectation["cases"]?.array ?? [] where canRun(expected, document) {
            let needed = expected["env"]?.object ?? ["HOOK_SECRET": "s"]
            if worker == nil || needed != environment {
                let others = try await CorpusFixtures.withCredentials(needed, installation.api)
                let variables = others.compactMap { name, value in value.string.map { (name, $0) } }
                let all = Dictionary(uniqueKeysWithValues: variables)
                let triggerCode = expectation["triggerCode"]?.string
                if let known = worker {
                    worker = try await known.deploy(document, triggerCode: triggerCode, environment: all)
                } else {
                    worker = try await installation.deploy(document, triggerCode: triggerCode, environment: all)
                }
                environment = needed
            }
            guard let worker else { return }
            let run = try await worker.trigger(expected["payload"] ?? [:])
            let state = try await run.end(sending: expected["events"]?.object ?? [:])
            try await compare(expected, state, run, "\(name), \(expected["name"]?.string ?? "")")
        }
    }

    private static func compare(
        _ expected: JSONValue, _ state: JSONValue, _ run: LocalRun, _ title: String
    ) async throws {
        if let error = expected["error"]?.string {
            #expect(state["status"] == "errored", "\(title): \(state.text)")
            #expect(state["error"]?["message"]?.string?.contains(error) == true, "\(title): \(state.text)")
        } else {
            #expect(state["status"] == "complete", "\(title): \(state.text)")
            // There a run is named so.
            let output = (state["output"] ?? .null).text.replacingOccurrences(of: run.id, with: "run-1")
            #expect(try JSONValue(parsing: output) == (expected["result"] ?? .null), "\(title): \(state.text)")
        }
        let steps = try await run.steps()
        // Steps that begin in one millisecond have no order.
        let names = NodeSteps.names(steps.compactMap { $0["name"]?.string }).sorted()
        for member in ["steps", "stepsInAnyOrder"] {
            if let wanted = expected[member]?.array {
                #expect(names == wanted.compactMap(\.string).sorted(), "\(title): steps")
            }
        }
        for (step, attempts) in expected["attempts"]?.object ?? [:] {
            #expect(steps.first { $0["name"]?.string == step }?["attempts"] == attempts, "\(title): \(step)")
        }
    }

    /// A case of a run whose surroundings are real here, and which waits for no event that does not come.
    private static func canRun(_ expected: JSONValue, _ document: JSONValue) -> Bool {
        guard (expected["call"] ?? "run") == "run", expected["workflows"] == nil, expected["services"] == nil else {
            return false
        }
        return !CorpusFixtures.waitsInVain(expected, document)
    }

    private static func names() throws -> [String] {
        try CorpusFixtures.names().filter { !tooLong.contains($0) && $0 != "bindings" }
    }

    static func read(_ file: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("workflows").appending(path: file)))
    }
}
