import Foundation
import JSON
import TestSupport
import Testing

@Suite("What commands show of runs that failed, wait or were ended", .timeLimit(.minutes(5)))
struct RunReportTests {
    private static func node(_ id: String, _ type: String, _ name: String, _ data: JSONValue) -> JSONValue {
        [
            "id": .string(id), "type": .string(type), "name": .string(name), "position": ["x": 0, "y": 0],
            "version": "1.0.0", "provider": "cloudflare", "data": data,
        ]
    }

    /// - Parameter edges: By their sources and targets.
    private static func document(
        _ name: String, _ nodes: [JSONValue], edges: [(String, String)] = []
    ) -> JSONValue {
        let edges = edges.enumerated().map { index, edge -> JSONValue in
            ["id": .string("e\(index)"), "source": .string(edge.0), "target": .string(edge.1)]
        }
        return [
            "metadata": ["name": .string(name), "version": 1, "createdAt": "", "updatedAt": ""],
            "nodes": .array(nodes), "edges": .array(edges), "entryNodeId": nodes[0]["id"] ?? .null,
        ]
    }

    private func runID(_ output: Command.Output) throws -> String {
        try #require(output.stderr.firstMatch(of: #/Run ([0-9a-f-]{36})/#).map { String($0.1) })
    }

    @Test("An error names the node and the line in its own code, in the run, its steps and the API's answer")
    func place() async throws {
        try await Shell.loggedIn { line in
            let id = try await line.deployed(
                LocalDocument.steps("Fails", ("Compute", "const order = {};\n\nreturn order.items.length;")))
            let run = try runID(try await line("trigger --watch", id, status: 1))
            let shown = try await line("runs get", run).stdout
            let place = "(node \"n0\", line 3 of its code)"
            #expect(shown.components(separatedBy: place).count == 3, "\(shown)")
            #expect(shown.contains("Error      TypeError: Cannot read properties"))
            #expect(!shown.contains("NEXT ATTEMPT"))
            let error = try await line.json("runs get", run)["error"]
            #expect(error?["nodeId"] == "n0" && error?["field"] == "code" && error?["line"] == 3)
        }
    }

    @Test("Steps of a run that was terminated are cancelled, and none has a next attempt")
    func terminated() async throws {
        try await Shell.loggedIn { line in
            let retried = Self.node(
                "r", "step", "Retried", ["code": "throw new Error('busy');", "retryDelay": "1 hour", "retryLimit": 3])
            let document = Self.document(
                "Ends",
                [
                    Self.node("both", "parallel", "Both", [:]), retried,
                    Self.node("w", "wait_for_event", "Wait", ["eventType": "go", "timeout": "1 day"]),
                    Self.node("s", "sleep", "Rest", ["duration": "1 day"]),
                ], edges: [("both", "r"), ("both", "w"), ("both", "s")])
            let id = try await line.deployed(document)
            let run = try await line.json("trigger", id)["id"]?.string ?? ""
            let steps = try await eventually("a retry", satisfies: { $0.contains { $0["nextAttemptAt"] != nil } }) {
                try await line.api.call("GET", "/api/workflows/\(id)/runs/\(run)/steps")["data"]?.array ?? []
            }
            #expect(Set(steps.compactMap { $0["status"]?.string }) == ["pending", "waiting"])
            #expect(try await line("runs get", run).stdout.contains("NEXT ATTEMPT"))
            try await line("runs pause", run)
            #expect(try await !line("runs get", run).stdout.contains("NEXT ATTEMPT"))
            try await line("runs terminate --yes", run)
            let ended = try await line.api.call("GET", "/api/workflows/\(id)/runs/\(run)/steps")["data"]?.array ?? []
            #expect(ended.count == 3)
            for step in ended {
                #expect(step["status"] == "cancelled" && step["endedAt"]?.string != nil, "\(step.text)")
                #expect(step["nextAttemptAt"] == nil)
            }
            let shown = try await line("runs get", run).stdout
            #expect(shown.contains("cancelled") && !shown.contains("pending") && !shown.contains("NEXT ATTEMPT"))
        }
    }

    @Test("A sub-workflow that failed fails a step of its node, and names the workflow and the run to look at")
    func child() async throws {
        try await Shell.loggedIn { line in
            let child = try await line.deployed(
                LocalDocument.steps("Invoice mail", ("Send", "throw new Error('no paper');")))
            let parent = try await line.deployed(
                Self.document(
                    "Parent",
                    [
                        Self.node(
                            "kid", "sub_workflow", "Send it", ["workflowId": .string(child), "waitForCompletion": true])
                    ]))
            let output = try await line("trigger --watch", parent, status: 1)
            let run = try runID(output)
            let childRun =
                try await line.json("runs list --workflow", child)["data"]?.array?.first?["id"]?.string ?? "none"
            let cause = "no paper (in the run \(childRun) of the workflow \"Invoice mail\")"
            #expect(output.stdout.contains("Send it: end: failed: Error: \(cause) (node \"kid\")"), "\(output)")
            #expect(!output.stdout.contains(child), "\(output)")
            let shown = try await line("runs get", run).stdout
            #expect(shown.components(separatedBy: cause).count == 3, "\(shown)")
            #expect(try await line("runs get", childRun).stdout.contains("no paper"))
            let listed = try await line.json("runs list --status errored")["data"]?.array ?? []
            #expect(listed.contains { $0["error"]?["message"]?.string == cause })
        }
    }

    @Test("An arm of parallel that failed is what stopped the others, which are cancelled and not failed")
    func arms() async throws {
        try await Shell.loggedIn { line in
            let document = Self.document(
                "Arms",
                [
                    Self.node("both", "parallel", "Both", [:]), Self.node("s", "sleep", "Rest", ["duration": "1 day"]),
                    Self.node(
                        "b", "step", "Charge", ["code": "throw new Error('declined');", "retryLimit": 0]),
                ], edges: [("both", "s"), ("both", "b")])
            let output = try await line("trigger --watch", try await line.deployed(document), status: 1)
            #expect(output.stdout.contains("Charge: failed: Error: declined"), "\(output)")
            let why = "Arm 2 of \"Both\" failed (declined): this step was cancelled"
            #expect(output.stdout.contains("Rest: cancelled: AbortError: \(why)"), "\(output)")
            #expect(!output.stdout.contains("finished first") && !output.stdout.contains("Both: failed"), "\(output)")
        }
    }

    @Test("A run that is watched shows what it waits for: the event and its end, and the child run")
    func waits() async throws {
        try await Shell.loggedIn { line in
            let child = try await line.deployed(
                Self.document(
                    "Approval",
                    [Self.node("w", "wait_for_event", "Ask", ["eventType": "approval", "timeout": "2 days"])]))
            let parent = try await line.deployed(
                Self.document(
                    "Parent",
                    [
                        Self.node(
                            "k", "sub_workflow", "Get it", ["workflowId": .string(child), "waitForCompletion": true])
                    ]))
            let run = try await line.json("trigger", parent)["id"]?.string ?? ""
            let childRun = try await eventually("a child", satisfies: { !$0.isEmpty }) {
                try await line.json("runs list --workflow", child)["data"]?.array?.first?["id"]?.string ?? ""
            }
            try await line.api.wait(for: ["waiting"], "/api/workflows/\(child)/runs/\(childRun)")
            async let watched = watch(childRun, line) { text in
                text.contains(#/waiting for event "approval" in "Ask" until \d{4}-\d\d-\d\d /#)
            }
            async let parents = watch(run, line) { text in
                text.contains("waiting for child run \(childRun) of \"Approval\" in")
            }
            _ = try await (watched, parents)
            try await line("runs event", childRun, "approval", "--payload", "{}")
            try await line("runs watch", run)
        }
    }

    /// Watches a run until enough is printed.
    private func watch(
        _ run: String, _ line: Shell, until isEnough: @escaping @Sendable (String) -> Bool
    ) async throws {
        let file = line.folder.url.appending(path: "\(run).log").path
        let command = "exec \(BuildProducts.millrace.path) runs watch \(run) > \(file)"
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try await Command("env", ["XDG_CONFIG_HOME=\(line.folder.url.path)", "sh", "-c", command]).run()
            }
            _ = try await eventually("the watched run \(run)", satisfies: isEnough) {
                (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            }
            group.cancelAll()
        }
    }

    @Test("A log without lines says so, and lines within a line are indented below it")
    func logs() async throws {
        try await Shell.loggedIn { line in
            let id = try await line.deployed(
                LocalDocument.steps(
                    "Talks", ("Say", #"console.log("one\n2026-01-01 00:00:00Z error  forged\u009b31m");"#)))
            let run = try runID(try await line("trigger --watch", id))
            let logs = try await line("runs logs", run).stdout
            #expect(logs.contains(#/Z info  one\n {20,}2026-01-01 00:00:00Z error  forged31m\n/#), "\(logs)")
            let none = try await line("runs logs --search nothing", run)
            #expect(none.stdout.isEmpty && none.stderr == "No log line of the run matches.\n")
            let service = try await line("logs", id)
            #expect(service.stdout.isEmpty && service.stderr.hasPrefix("No log lines: "), "\(service)")
            let json = try await line("runs logs --json", run).stdout
            #expect(json.contains("\\u009b31m") && !json.unicodeScalars.contains("\u{9B}"))
        }
    }
}
