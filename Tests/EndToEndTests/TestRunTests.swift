import Foundation
import JSON
import TestSupport
import Testing

@Suite("Test runs, on the real server", .timeLimit(.minutes(3)))
struct TestRunTests {
    private let document = LocalDocument.steps(
        "Tried", ("First", "console.log('first ran'); return { id: crypto.randomUUID() };"),
        ("Second", "return { was: n0.id, of: event.payload.of };"), ("Third", "throw new Error('too far');"),
        trigger: ["type": "cron", "expression": "* * * * *"])

    /// The run at its end.
    private func end(_ path: String, _ api: APIClient, _ body: JSONValue) async throws -> (
        run: JSONValue, steps: [JSONValue]
    ) {
        let id = try await api.call("POST", "\(path)/test", body)["id"]?.string ?? ""
        let run = try await eventually(
            "the test ends", satisfies: { ["complete", "errored"].contains($0["status"]?.string ?? "") }
        ) {
            try await api.call("GET", "\(path)/runs/\(id)")
        }
        return (run, try await api.call("GET", "\(path)/runs/\(id)/steps")["data"]?.array ?? [])
    }

    @Test(
        "A draft is run up to a node, with pinned values, and then whole; its steps name their nodes and what they had")
    func draft() async throws {
        try await LocalInstallation.running { installation in
            let api = installation.api
            let id = try await api.call("POST", "/api/workflows", ["name": "Tried"])["id"]?.string ?? ""
            let path = "/api/workflows/\(id)"
            _ = try await api.call("PUT", "\(path)/draft", ["document": document])
            let (first, firstSteps) = try await end(path, api, ["nodeId": "n1", "params": ["of": "me"]])
            #expect(
                first["status"] == "complete" && first["output"]?["of"] == "me",
                "\(first.text)\n\(installation.server.output)")
            #expect(firstSteps.map { $0["nodeId"]?.string } == ["n0", "n1"])
            let run = "\(path)/runs/\(first["id"]?.string ?? "")"
            #expect(try await api.call("GET", "\(run)/logs").text.contains("first ran"))
            let pin = firstSteps[0]["output"] ?? .null
            #expect(try await api.call("GET", "\(run)/steps/2")["input"]?["n0"] == pin)
            // An output of the run before, in the place of the node.
            let (second, secondSteps) = try await end(path, api, ["nodeId": "n1", "pins": ["n0": pin]])
            #expect(second["output"]?["was"] == pin["id"] && secondSteps.count == 2, "\(second.text)")
            #expect(
                try await !api.call("GET", "\(path)/runs/\(second["id"]?.string ?? "")/logs").text.contains("first ran")
            )
            let (whole, _) = try await end(path, api, [:])
            #expect(whole["status"] == "errored" && whole["error"]?["nodeId"] == "n2", "\(whole.text)")
            // Begun again as it was.
            _ = try await api.call("POST", "\(run)/restart")
            let again = try await eventually("it ends again", satisfies: { $0["status"] == "complete" }) {
                try await api.call("GET", run)
            }
            #expect(again["output"]?["was"] != first["output"]?["was"])
            #expect(try await api.call("GET", "\(path)/runs")["data"] == [])
            #expect(try await api.call("GET", "/api/runs?test=true")["data"]?.array?.count == 3)
        }
    }

    @Test("A day of sleep is skipped, and its step says so; a wait for an event is not")
    func skippedSleeps() async throws {
        try await LocalInstallation.running { installation in
            let api = installation.api
            let id = try await api.call("POST", "/api/workflows", ["name": "Rest"])["id"]?.string ?? ""
            func node(_ id: String, _ type: String, _ data: JSONValue) -> JSONValue {
                [
                    "id": .string(id), "name": .string(id), "type": .string(type), "version": "1.0.0",
                    "provider": "cloudflare", "position": ["x": 0, "y": 0], "data": data,
                ]
            }
            let document: JSONValue = [
                "metadata": ["name": "Rest", "version": 1], "entryNodeId": "rest",
                "nodes": [
                    node("rest", "sleep", ["duration": "1 day"]),
                    node("until", "sleep_until", ["timestamp": "{{event.payload.at}}"]),
                    node("wait", "wait_for_event", ["eventType": "go"]),
                    node("after", "step", ["code": "return wait.payload;"]),
                ],
                "edges": [
                    ["id": "a", "source": "rest", "target": "until"], ["id": "b", "source": "until", "target": "wait"],
                    ["id": "c", "source": "wait", "target": "after"],
                ],
            ]
            let path = "/api/workflows/\(id)"
            let started = try await api.call("POST", "\(path)/test", ["document": document, "skipSleeps": true])
            let run = "\(path)/runs/\(started["id"]?.string ?? "")"
            _ = try await eventually("it waits for its event", satisfies: { $0["status"] == "waiting" }) {
                try await api.call("GET", run)
            }
            _ = try await api.call("POST", "\(run)/events", ["type": "go", "payload": 7])
            let ended = try await eventually("it ends", satisfies: { $0["status"] == "complete" }) {
                try await api.call("GET", run)
            }
            #expect(ended["output"] == 7, "\(ended.text)")
            let steps = try await api.call("GET", "\(run)/steps")["data"]?.array ?? []
            #expect(steps.map { $0["nodeId"]?.string } == ["rest", "until", "wait", "after"], "\(steps)")
            #expect(steps.map { $0["skipped"] } == [true, true, nil, nil], "\(steps)")
        }
    }

    @Test("A function is run with its nodes as steps, and its response is the output")
    func function() async throws {
        try await LocalInstallation.running { installation in
            let api = installation.api
            let new: JSONValue = ["name": "Price", "kind": "script"]
            let path = "/api/workflows/\(try await api.call("POST", "/api/workflows", new)["id"]?.string ?? "")"
            let document = LocalDocument.steps(
                "Price", ("Ask", "return { each: 2.5 };"),
                ("EXPORT_price", "return event.payload.quantity * n0.each;"), trigger: ["type": "http"], kind: "script")
            let (whole, steps) = try await end(path, api, ["document": document, "params": ["quantity": 3]])
            #expect(whole["output"] == ["price": 7.5], "\(whole.text)\n\(installation.server.output)")
            #expect(steps.map { $0["nodeId"]?.string } == ["n0", "n1"])
            let step = try await api.call("GET", "\(path)/runs/\(whole["id"]?.string ?? "")/steps/2")
            #expect(step["input"]?["n0"] == ["each": 2.5], "\(step.text)")
            let (node, _) = try await end(path, api, ["document": document, "nodeId": "n0"])
            #expect(node["output"] == ["each": 2.5], "\(node.text)")
            let broken = LocalDocument.steps(
                "Price", ("EXPORT_price", "throw new Error('no price');"), trigger: ["type": "http"], kind: "script")
            let (failed, attempts) = try await end(path, api, ["document": broken])
            #expect(failed["status"] == "errored" && failed["error"]?["nodeId"] == "n0", "\(failed.text)")
            #expect(attempts.first?["attempts"] == 1, "\(attempts)")
        }
    }

    @Test("A module that does not load is refused with its node, and what is deployed goes on beside tests")
    func beside() async throws {
        try await LocalInstallation.running { installation in
            let api = installation.api
            let deployed = LocalDocument.steps("Beside", ("Only", "return 'deployed';"), trigger: ["type": "http"])
            let worker = try await installation.deploy(deployed)
            let path = "/api/workflows/\(worker.id)"
            let other = LocalDocument.steps("Beside", ("Only", "return 'tested';"), trigger: ["type": "http"])
            let (tested, _) = try await end(path, api, ["document": other])
            #expect(tested["output"] == "tested", "\(tested.text)\n\(installation.server.output)")
            let run = try await worker.trigger([:])
            #expect(try await run.end()["output"] == "deployed")
            #expect(try await worker.runs.count == 1)
            let broken = LocalDocument.steps(
                "Beside", ("Only", "import x from 'npm:nothing-like-this-at-all@1';\nreturn x;"))
            let refused = try await api.send("POST", "\(path)/test", ["document": broken])
            #expect(refused.status >= 400, "\(refused.body.text)")
            #expect(try await api.call("GET", "/api/runs?test=true")["data"]?.array?.count == 1)
        }
    }
}
