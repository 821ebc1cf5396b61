import JSON
import TestSupport
import Testing

@Suite("Workflows that start workflows", .programServer(.local), .timeLimit(.minutes(20)))
struct SubWorkflowProgramTests {
    @Test("A parent fails when the sub-workflow that it waits for is terminated")
    func terminatedChild() async throws {
        let server = try ProgramServer.running
        let child = try await deploy("Sleeping child", [Self.sleep, Self.step("end", "return 'child';")], server)
        let parent = try await deploy("Waiting parent", [Self.call(child)], server)
        let run = try await parent.worker.trigger([:])
        let children = try await eventually("a run of the child", satisfies: { !$0.isEmpty }) {
            try await child.worker.runs
        }
        let id = try #require(children.first?["id"]?.string)
        let api = server.api
        _ = try await api.call("POST", "/api/workflows/\(child.worker.id)/runs/\(id)/terminate")
        let state = try await run.end()
        #expect(state["status"] == "errored", "\(state.text)")
        #expect(state["error"]?.text.contains("terminat") == true, "\(state.text)")
    }

    @Test("A deploy by which two workflows call one another without end is refused, and the service stays as it was")
    func mutualRecursion() async throws {
        let server = try ProgramServer.running
        let first = try await deploy("Mutual one", [Self.step("a", "return 1;")], server)
        let second = try await deploy("Mutual two", [Self.call(first)], server)
        let refusal = await #expect(throws: APIClient.Unexpected.self) {
            try await first.worker.deploy(Self.document("Mutual one", [Self.call(second)]))
        }
        #expect(refusal?.description.contains("nested more than 32 deep") == true, "\(refusal?.description ?? "")")
        #expect(try await second.worker.trigger([:]).end()["status"] == "complete")
    }

    private struct Deployed {
        let worker: LocalWorker
        let className: String
    }

    private func deploy(_ name: String, _ nodes: [JSONValue], _ server: ProgramServer) async throws -> Deployed {
        let worker = try await server.local.deploy(Self.document(name, nodes))
        return Deployed(
            worker: worker, className: name.split(separator: " ").map(\.capitalized).joined())
    }

    private static let sleep = node("s", "sleep", ["duration": "40 seconds"])

    private static func step(_ id: String, _ code: String) -> JSONValue {
        node(id, "step", ["code": .string(code), "retryLimit": 0])
    }

    private static func call(_ child: Deployed) -> JSONValue {
        node(
            "kid", "sub_workflow",
            [
                "workflowId": .string(child.worker.service), "workflowName": .string(child.className), "input": [:],
                "waitForCompletion": true, "timeout": "2 minutes",
            ])
    }

    private static func node(_ id: String, _ type: String, _ data: JSONValue) -> JSONValue {
        [
            "id": .string(id), "type": .string(type), "name": .string(id), "position": ["x": 0, "y": 0],
            "version": "1.0.0", "provider": "cloudflare", "data": data,
        ]
    }

    private static func document(_ name: String, _ nodes: [JSONValue]) -> JSONValue {
        let edges = zip(nodes, nodes.dropFirst()).enumerated().map { index, pair -> JSONValue in
            [
                "id": .string("e\(index)"), "source": pair.0["id"] ?? .null, "target": pair.1["id"] ?? .null,
            ]
        }
        return [
            "metadata": ["name": .string(name), "version": 1, "createdAt": "", "updatedAt": ""],
            "nodes": .array(nodes), "edges": .array(edges), "entryNodeId": nodes.first?["id"] ?? .null,
        ]
    }
}
