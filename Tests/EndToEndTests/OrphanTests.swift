import JSON
import TestSupport
import Testing

@Suite("Deno after a kill of the real server", .timeLimit(.minutes(20)))
struct OrphanTests {
    @Test("A program that never gives way ends by itself when the server is gone", .timeLimit(.minutes(3)))
    func orphan() async throws {
        let service = LoopbackService()
        let folder = try TemporaryFolder()
        try await service.serving { base in
            // One second of CPU time, so that what a process may take without a server is over soon.
            let server = try await ServerProcess(data: folder.url, environment: ["MILLRACE_LOCAL_CPU": "1"])
            let api = try APIClient(server, data: folder.url)
            let document: JSONValue = [
                "metadata": [
                    "name": "Spinner", "version": 1, "createdAt": "2026-11-01T09:00:00.000Z",
                    "updatedAt": "2026-11-01T09:00:00.000Z",
                ],
                "entryNodeId": "spin", "edges": [],
                "nodes": [
                    [
                        "id": "spin", "type": "step", "name": "Spin", "position": ["x": 0, "y": 0], "version": "1.0.0",
                        "provider": "cloudflare",
                        "data": ["code": "await fetch(env.BASE + '/spin', { method: 'POST' }); for (;;);"],
                    ]
                ],
            ]
            let (workflow, _) = try await api.workflow(named: "Spinner", document, environment: ["BASE": base])
            let body: JSONValue = ["connectionId": .string(try await api.localConnection())]
            _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", body)
            _ = try await api.call("POST", "/api/workflows/\(workflow)/trigger", body)
            try await service.asked(for: "/spin")
            #expect(!DenoProcesses.of(folder.url).isEmpty)
            try await server.killAtOnce()
            try await eventually("no process runs", within: .seconds(150), equals: []) {
                DenoProcesses.of(folder.url)
            }
        }
    }
}
