import Foundation
import JSON
import TestSupport
import Testing

@Suite("The corpus of workflows, deployed to an emulated Cloudflare account")
struct CloudflareCorpusTests {
    /// What sleeps for days, what needs other services, and what an account without resources refuses.
    private static let elsewhere = ["sleeps", "step-options", "bindings", "queue-handlers"]

    @Test("Every run ends as expected, with the steps that are expected")
    func runs() async throws {
        let names = try Self.names()
        try await EchoService().serving { echo in
            try await CloudflareInstallation.running { installation in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (index, name) in names.enumerated() {
                        if index >= 4 { _ = try await group.next() }
                        group.addTask { try await Self.check(name, at: installation, echo) }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    private static func check(
        _ name: String, at installation: CloudflareInstallation, _ echo: String
    ) async throws {
        let document = CloudflareDocument.hurried(try CloudflareDocument.fixture(name))
        let expectation = try CloudflareDocument.fixture("\(name).expected")
        let cases = (expectation["cases"]?.array ?? []).filter { canRun($0, document) }
        guard !cases.isEmpty else { return }
        let workflow = try await installation.workflow(document, triggerCode: expectation["triggerCode"]?.string)
        var environment: JSONObject?
        for expected in cases {
            var needed = expected["env"]?.object ?? ["HOOK_SECRET": "s"]
            // Each workflow has an address of its own at the service, so that none sees the others' requests.
            if needed["BASE"] == nil { needed["BASE"] = .string("\(echo)/\(workflow.id)") }
            if environment != needed {
                let variables = needed.map { name, value -> JSONValue in
                    ["name": .string(name), "value": value, "isSecret": false]
                }
                try await workflow.change(["envVars": .array(variables)])
                if environment == nil { try await workflow.post(document) }
                try await workflow.deploy()
                environment = needed
            }
            let run = try await workflow.run(expected["payload"] ?? [:], sending: expected["events"]?.object ?? [:])
            compare(expected, run, "\(name), \(expected["name"]?.string ?? "")")
        }
    }

    private static func compare(_ expected: JSONValue, _ run: (state: JSONValue, steps: [JSONValue]), _ title: String) {
        if let error = expected["error"]?.string {
            #expect(run.state["status"] == "errored", "\(title): \(run.state.text)")
            #expect(run.state["error"]?["message"]?.string?.contains(error) == true, "\(title): \(run.state.text)")
        } else {
            #expect(run.state["status"] == "complete", "\(title): \(run.state.text)")
            // The run of the corpus has an id of its own.
            let instance = run.state["instanceId"]?.string ?? ""
            let output = run.state["output"]?.text.replacing("\"\(instance)\"", with: "\"run-1\"") ?? "null"
            let result = expected["result"] ?? .null
            #expect((try? JSONValue(parsing: output)) == result, "\(title): \(run.state.text)")
        }
        // Steps that begin in one millisecond have no order.
        let names = run.steps.compactMap { $0["name"]?.string }.sorted()
        for member in ["steps", "stepsInAnyOrder"] {
            if let wanted = expected[member]?.array {
                #expect(names == wanted.compactMap(\.string).sorted(), "\(title): steps")
            }
        }
    }

    /// A case of a run whose surroundings are real here, and which waits for no event that does not come.
    private static func canRun(_ expected: JSONValue, _ document: JSONValue) -> Bool {
        guard (expected["call"] ?? "run") == "run", expected["workflows"] == nil, expected["services"] == nil else {
            return false
        }
        let steps = Set((expected["steps"]?.array ?? []).compactMap(\.string))
        let waits = (document["nodes"]?.array ?? []).filter { $0["type"] == "wait_for_event" }
        return expected["events"] != nil || !waits.contains { steps.contains($0["name"]?.string ?? "") }
    }

    private static func names() throws -> [String] {
        let suffix = ".expected.json"
        return try FileManager.default.contentsOfDirectory(atPath: PackageRoot.fixture("workflows").path).sorted()
            .filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
            .filter { !elsewhere.contains($0) }
    }
}
