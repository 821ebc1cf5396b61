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
