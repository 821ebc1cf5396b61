import Foundation
import JSON
import TestSupport
import Testing

@Suite("Starts whose answer is lost", .timeLimit(.minutes(4)))
struct LostStartTests {
    @Test("A sub-workflow that was started when Deno was killed is not started again, and its run's restart starts one")
    func killed() async throws {
        try await LocalInstallation.running { installation in
            let child = try await installation.deploy(LocalDocument.steps("Child", ("One", "return 1;")))
            let parent = try await installation.deploy(Self.parent(of: child.service))
            let run = try await parent.trigger([:])
            // Deno has not read the answer: the other branch keeps it busy.
            try await eventually("the child's run is listed") { try await !child.runs.isEmpty }
            try killAll(DenoProcesses.of(installation.folder.url))
            let end = try await run.end()
            #expect(end["status"] == "complete")
            #expect(try await child.runs.count == 1)
            let started = try await child.runs.first?["instanceId"]?.string ?? ""
            #expect(end["output"]?.text.contains("\"\(started)\"") == true, "\(started) \(end.text)")
            try await run.restart()
            #expect(try await run.end()["status"] == "complete")
            // The list is a copy that follows the provider.
            try await eventually("the run that the restart started is listed") { try await child.runs.count >= 2 }
            #expect(try await child.runs.count == 2)
        }
    }

    private static func parent(of service: String) -> JSONValue {
        func node(_ id: String, _ type: String, _ data: JSONValue) -> JSONValue {
            [
                "id": .string(id), "type": .string(type), "name": .string(id), "position": ["x": 0, "y": 0],
                "version": "1.0.0", "provider": "cloudflare", "data": data,
            ]
        }
        let busy =
            "await new Promise((done) => setTimeout(done)); for (const end = Date.now() + 1500; Date.now() < end; );"
        return [
            "metadata": [
                "name": "Parent", "version": 1, "createdAt": "2026-11-01T09:00:00Z",
                "updatedAt": "2026-11-01T09:00:00Z",
            ],
            "entryNodeId": "both",
            "nodes": [
                node("both", "parallel", [:]),
                node(
                    "start", "sub_workflow",
                    ["workflowId": .string(service), "workflowName": "Child", "waitForCompletion": false, "input": [:]]),
                node("busy", "step", ["code": .string(busy)]),
            ],
            "edges": [
                ["id": "e1", "source": "both", "target": "start", "label": "branch"],
                ["id": "e2", "source": "both", "target": "busy", "label": "branch"],
            ],
        ]
    }
}
