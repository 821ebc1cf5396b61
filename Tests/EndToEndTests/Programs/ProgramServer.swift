import JSON
import TestSupport

/// One server with a connection, and one service, for all tests of a suite.
struct ProgramServer: Sendable {
    let api: APIClient
    let connection: String
    /// The service's address.
    let echo: String
    let service: ProgramService
    /// Calls a function by its deployment.
    let call: @Sendable (_ deployment: JSONValue, _ params: JSONValue) async throws -> (status: Int, body: JSONValue)
    /// Where the connection is to this machine.
    var installation: LocalInstallation?

    @TaskLocal static var current: ProgramServer?

    struct Missing: Error {}

    static var running: ProgramServer {
        get throws {
            guard let current else { throw Missing() }
            return current
        }
    }

    var local: LocalInstallation {
        get throws {
            guard let installation else { throw Missing() }
            return installation
        }
    }

    /// Deploys a case, runs it once and reports what became of it.
    func run(_ program: ProgramCase) async throws -> (expected: ProgramExpectation, outcome: ProgramOutcome) {
        let (content, caller) = try program.content(echo: echo)
        let expected = ProgramExpectation(members: content["expect"] ?? .null)
        guard let document = content["documents"]?.array?.first else { throw Missing() }
        var outcome = ProgramOutcome()
        let workflow = try await workflow(document, content)
        let posted = try await api.send("POST", "\(workflow)/versions", ["ir": document])
        outcome.version = posted.body
        outcome.isRefused = posted.status == 400
        guard posted.status < 300 else { return (expected, outcome) }
        let order: JSONValue = ["connectionId": .string(connection)]
        let deployment = try await api.call("POST", "\(workflow)/deploy", order)
        if document["kind"] == "script" {
            let answer = try await call(deployment, content["params"] ?? [:])
            outcome.state = ["status": answer.status == 200 ? "complete" : "errored", "output": answer.body]
        } else {
            try await run(workflow, content, &outcome)
        }
        if let path = content["expect"]?["requests"]?["path"]?.string {
            try await Task.sleep(for: .seconds(content["settle"]?.double ?? 0))
            outcome.requests = service.count("/\(caller)\(path)")
        }
        _ = try await api.send("POST", "\(workflow)/takedown", order)
        return (expected, outcome)
    }

    /// A workflow for a document; its path.
    func workflow(_ document: JSONValue, _ content: JSONValue) async throws -> String {
        let workflow: JSONValue = [
            "name": document["metadata"]?["name"] ?? "Program", "kind": document["kind"] ?? "workflow",
        ]
        let id = try await api.call("POST", "/api/workflows", workflow)["id"]?.string ?? ""
        if let variables = content["environment"] {
            _ = try await api.call("PATCH", "/api/workflows/\(id)", ["envVars": variables])
        }
        return "/api/workflows/\(id)"
    }

    private func run(_ workflow: String, _ content: JSONValue, _ outcome: inout ProgramOutcome) async throws {
        let params = try content["rawParams"]?.string.map { try JSONValue(parsing: $0) } ?? content["params"] ?? [:]
        let started = try await api.call(
            "POST", "\(workflow)/trigger",
            ["connectionId": .string(connection), "params": params])
        let run = "\(workflow)/runs/\(started["id"]?.string ?? "")"
        // A warning about params is part of the trigger's answer.
        if let warnings = started["warnings"]?.array, !warnings.isEmpty, var version = outcome.version.object {
            version["warnings"] = .array((version["warnings"]?.array ?? []) + warnings)
            outcome.version = .object(version)
        }
        var passed = 0.0
        for event in content["events"]?.array ?? [] {
            guard let parts = event.array, parts.count == 3 else { throw Missing() }
            if let step = parts[0].string {
                try await eventually("the step \(step) to begin") {
                    let steps = try await api.call("GET", "\(run)/steps")["data"]?.array ?? []
                    return steps.contains { $0["name"] == parts[0] }
                }
            } else {
                guard let at = parts[0].double else { throw Missing() }
                try await Task.sleep(for: .seconds(at - passed))
                passed = at
            }
            _ = try await api.send(
                "POST", "\(run)/events", ["type": parts[1], "payload": parts[2]])
        }
        outcome.state = try await api.wait(for: ["complete", "errored", "terminated"], run)
        outcome.answers.append(outcome.state.text)
        for rest in ["/steps", "/logs"] {
            // Not every provider has logs.
            outcome.answers.append(try await api.send("GET", run + rest).body.text)
        }
    }
}
