import EmulatorClient
import Foundation
import JSON
import TestSupport
import Testing

/// A document of the corpus, deployed to an emulated account, whose cases are run there. What a case says is told in
/// `CorpusTests/CorpusCase.swift`.
struct CloudflareCorpus {
    let name: String
    let installation: CloudflareInstallation
    /// The address of a service that answers with what it was asked.
    let echo: String
    /// The variables that lead to the account's resources.
    let resources: JSONObject
    /// The clock is set forward while a run waits.
    var isHurried = false

    private var account: CorpusAccount { CorpusAccount(cloud: installation.cloud) }

    func check() async throws {
        let document = CloudflareDocument.hurried(try Self.fixture(name))
        let expectation = try Self.fixture("\(name).expected")
        let triggerCode = expectation["triggerCode"]?.string.map(Self.withoutNotes)
        let workflow = try await installation.workflow(document, triggerCode: triggerCode)
        var environment: JSONObject?
        var service = ""
        for expected in expectation["cases"]?.array ?? [] where Self.canRun(expected, document) {
            try await surround(expected, document)
            let needed = variables(expected, workflow)
            if environment != needed {
                let list = try await CorpusFixtures.withCredentials(needed, installation.api).map {
                    ["name": .string($0), "value": $1, "isSecret": false] as JSONValue
                }
                try await workflow.change(["envVars": .array(list)])
                if environment == nil { try await workflow.post(document) }
                service = try await workflow.deploy()["serviceName"]?.string ?? ""
                environment = needed
            }
            try await run(expected, of: workflow, service)
        }
    }

    private func run(_ expected: JSONValue, of workflow: CloudflareWorkflow, _ service: String) async throws {
        let title = "\(name), \(expected["name"]?.string ?? "")"
        let started = expected["workflows"]?.object?.keys.first.map { $0 == "WORKFLOW" ? service : Self.worker($0) }
        let before = Set(try await runs(of: started).map(\.id))
        let count = before.count + (expected["starts"]?.int ?? expected["started"]?.array?.count ?? 0)
        switch expected["call"]?.string ?? "run" {
        case "fetch":
            let request = expected["request"]
            let answer = try await installation.fetch(
                service, request?["method"]?.string ?? "POST", request?["path"]?.string ?? "/", request?["body"])
            try await wait(for: count, started)
            try await compare(answer, expected, of: started, since: before, title)
        case "scheduled":
            try await installation.control("POST", "scheduled/\(service)", [:])
            try await wait(for: count, started)
        case "queue":
            try await send(expected["payload"])
            try await wait(for: count, started)
        default: try await run(expected, of: workflow, started, since: before, title)
        }
        let new = try await runs(of: started).filter { !before.contains($0.id) }
        if let starts = expected["starts"]?.int { #expect(new.count == starts, "\(title): starts") }
        if let wanted = expected["started"]?.array { #expect(new.map(\.params) == wanted, "\(title): started") }
    }

    private func run(
        _ expected: JSONValue, of workflow: CloudflareWorkflow, _ started: String?, since before: Set<String>,
        _ title: String
    ) async throws {
        let isTerminated = expected["workflows"]?.object?.contains { $1.array?.last?["status"] == "terminated" }
        let run = try await workflow.run(
            expected["payload"] ?? [:], sending: expected["events"]?.object ?? [:]
        ) { waits in
            if isTerminated == true, let started { try await account.terminateRuns(of: started) }
            // Twice as far each time: a year is passed after some 30 looks, a minute not by a year.
            if isHurried { try await installation.control("POST", "clock", ["advance": .int(1000 << min(waits, 30))]) }
        }
        if let error = expected["error"]?.string {
            #expect(run.state["status"] == "errored", "\(title): \(run.state.text)")
            #expect(run.state["error"]?["message"]?.string?.contains(error) == true, "\(title): \(run.state.text)")
        } else {
            #expect(run.state["status"] == "complete", "\(title): \(run.state.text)\n\(run.steps)")
            let own = "\"\(run.state["instanceId"]?.string ?? "")\""
            let text = (run.state["output"] ?? .null).text.replacing(own, with: "\"run-1\"")
            let output = try await named(JSONValue(parsing: text), started, since: before)
            #expect(output == expected["result"] ?? .null, "\(title): \(run.state.text)")
        }
        compare(run.steps, expected, title)
    }

    private func compare(_ steps: [JSONValue], _ expected: JSONValue, _ title: String) {
        // Steps that begin in one millisecond have no order; how often a workflow is looked at is a matter of time.
        let names = { (steps: [JSONValue]) in
            NodeSteps.names(steps.compactMap(\.string)).filter { !$0.contains(": status ") && !$0.contains(": wait ") }
                .sorted()
        }
        for member in ["steps", "stepsInAnyOrder"] {
            if let wanted = expected[member]?.array {
                #expect(names(steps.compactMap { $0["name"] }) == names(wanted), "\(title): steps")
            }
        }
        for (step, attempts) in expected["attempts"]?.object ?? [:] {
            #expect(steps.first { $0["name"]?.string == step }?["attempts"] == attempts, "\(title): \(step)")
        }
    }

    private func compare(
        _ answer: EmulatorClient.Answer, _ expected: JSONValue, of started: String?, since before: Set<String>,
        _ title: String
    ) async throws {
        #expect(answer.status == expected["status"]?.int ?? 200, "\(title): \(answer.body.text)")
        if let body = expected["body"] {
            let named = try await named(answer.body, started, since: before)
            #expect(named == body, "\(title): \(answer.body.text)")
        }
    }

    private func send(_ payload: JSONValue?) async throws {
        let queues = try await installation.cloud.call("GET", "queues").body["result"]?.array ?? []
        let queue = queues.first { $0["queue_name"] == payload?["queue"] }?["queue_id"]?.string ?? ""
        for message in payload?["messages"]?.array ?? [] {
            _ = try await installation.cloud.call("POST", "queues/\(queue)/messages", ["body": message])
        }
    }

    /// The account knows of runs that Workers start a little later, and batches wait for company.
    private func wait(for count: Int, _ started: String?) async throws {
        try await eventually("the runs that Workers start", satisfies: { $0 >= count }) {
            let known = try await runs(of: started).count
            if known < count, isHurried { try await installation.control("POST", "clock", ["advance": 1000]) }
            return known
        }
    }

    /// The value with the names that new runs have in the corpus.
    private func named(
        _ value: JSONValue, _ started: String?, since before: Set<String>
    ) async throws -> JSONValue {
        var text = value.text
        for (index, run) in try await runs(of: started).filter({ !before.contains($0.id) }).enumerated() {
            text = text.replacing("\"\(run.id)\"", with: "\"instance-\(index + 1)\"")
        }
        return try JSONValue(parsing: text)
    }

    private func runs(of workflow: String?) async throws -> [(id: String, params: JSONValue)] {
        guard let workflow else { return [] }
        return try await account.runs(of: workflow)
    }
}
