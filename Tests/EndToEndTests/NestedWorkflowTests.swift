import JSON
import TestSupport
import Testing

@Suite("Workflows that call one another", .timeLimit(.minutes(3)))
struct NestedWorkflowTests {
    private static func calling(_ service: String, from name: String) -> JSONValue {
        var document = LocalDocument.steps(name, ("A", "return 1;")).object ?? [:]
        let call: JSONValue = [
            "id": "call", "type": "sub_workflow", "name": "Call", "position": ["x": 0, "y": 0], "version": "1.0.0",
            "provider": "cloudflare",
            "data": [
                "workflowId": .string(service), "workflowName": "Other", "input": [:], "waitForCompletion": true,
            ],
        ]
        document["nodes"] = .array((document["nodes"]?.array ?? []) + [call])
        document["edges"] = [["id": "e", "source": "n0", "target": "call"]]
        return .object(document)
    }

    @Test("The error of a parent names the run of the sub-workflow that failed, by the id that Millrace has for it")
    func failedChild() async throws {
        try await LocalInstallation.running { installation in
            let child = try await installation.deploy(
                LocalDocument.steps("Child", ("A", "throw new Error('no paper');")))
            let parent = try await installation.deploy(Self.calling(child.service, from: "Parent"))
            let message = try await parent.trigger([:]).end()["error"]?["message"]?.string ?? ""
            #expect(message.hasPrefix("no paper (in the run "), "\(message)")
            let id = message.firstMatch(of: /in the run ([^ ]+) of/).map { String($0.1) } ?? "none"
            try await eventually("the run of the sub-workflow") {
                try await installation.api.send("GET", "/api/runs/\(id)").status == 200
            }
            let run = try await installation.api.call("GET", "/api/runs/\(id)")
            #expect(run["id"] == .string(id) && run["instanceId"] == .string(id))
            #expect(run["workflowId"] == .string(child.id) && run["status"] == "errored")
        }
    }

    @Test("A deploy by which every run would call workflows without end is refused, and says so")
    func mutual() async throws {
        try await LocalInstallation.running { installation in
            let first = try await installation.deploy(LocalDocument.steps("First", ("A", "return 1;")))
            let second = try await installation.deploy(Self.calling(first.service, from: "Second"))
            let path = "/api/workflows/\(first.id)"
            _ = try await installation.api.call(
                "POST", "\(path)/versions", ["ir": Self.calling(second.service, from: "First")])
            let answer = try await installation.api.send(
                "POST", "\(path)/deploy", ["connectionId": .string(installation.connection)])
            #expect(answer.status == 400)
            #expect(answer.body.text.contains("nested more than 32 deep"))
            #expect(try await first.trigger([:]).end()["output"] == 1)
        }
    }
}
