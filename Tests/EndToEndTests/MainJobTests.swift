import Foundation
import JSON
import TestSupport
import Testing

@Suite("The main job, on the real server", .serialized, .timeLimit(.minutes(20)))
struct MainJobTests {
    private static let order: JSONValue = [
        "orderId": "A-1", "customer": ["name": "Ada"],
        "items": [["sku": "a", "quantity": 2, "price": 60], ["sku": "b", "quantity": 1, "price": 5]],
    ]

    private func document() throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("workflows/order-notification.json")))
    }

    @Test("Compile, deploy with progress, trigger, follow: the output and the requests are right")
    func mainJob() async throws {
        let service = LoopbackService()
        let folder = try TemporaryFolder()
        let document = try document()
        try await service.serving { base in
            let server = try await ServerProcess(
                data: folder.url, arguments: ["--plugins", try BuildProducts.nodes(["Slack"], in: folder)])
            let api = try APIClient(server, data: folder.url)
            let (workflow, version) = try await api.workflow(
                named: "Order notification", document,
                environment: ["ORDERS_URL": base, "SLACK_API_URL": "\(base)/slack", "SLACK_BOT_TOKEN": "xoxb-secret"])
            let stored = try await api.call("GET", "/api/workflows/\(workflow)/versions/\(version["id"]?.string ?? "")")
            #expect(stored["ir"] == document)
            #expect(
                stored["generatedCode"]?.string?.contains("class OrderNotification extends WorkflowEntrypoint") == true)

            let connection = try await api.localConnection()
            let events = try await api.events(
                "/api/workflows/\(workflow)/deploy-stream", ["connectionId": .string(connection)])
            #expect(
                events.filter { $0.name == "progress" }.compactMap { $0.data["stage"]?.string } == [
                    "INITIALIZING", "GENERATING_CODE", "CODE_READY", "DETECTING_BINDINGS", "BINDINGS_READY",
                    "CREATING_WORKER", "DEPLOYING", "WORKER_DEPLOYED", "UPDATING_WORKFLOW", "COMPLETED",
                ])
            #expect(
                events.compactMap { $0.data["progress"]?.int } == [5, 15, 25, 35, 45, 55, 65, 80, 90, 100])
            #expect(events.last?.name == "result")

            let run = try await api.call(
                "POST", "/api/workflows/\(workflow)/trigger",
                ["connectionId": .string(connection), "params": Self.order])
            let state = try await api.end(of: run["id"]?.string ?? "", workflow)
            #expect(state["status"] == "complete", "\(state.text)\n\(server.output)")
            #expect(
                state["output"] == [
                    "orderId": "A-1", "amount": 125, "recorded": true, "receipt": "A-1", "messageTs": "1.2",
                    "text": "Order A-1 came to 125",
                ])
            #expect(service.bodies("/orders/A-1") == [["orderId": "A-1", "amount": 125, "note": "for Ada"]])
            #expect(
                service.bodies("/slack/chat.postMessage").map { $0["text"] }
                    == ["Large order A-1 by Ada: 125 for 2 items"])
            let runs = try await api.call("GET", "/api/workflows/\(workflow)/runs")
            #expect(runs["data"]?.array?.map { $0["status"] } == ["complete"])
            try await server.stop()
            #expect(!server.output.contains("xoxb-secret"))
        }
    }

    @Test(
        "Kill -9 during a run: after a restart the run goes on, and no finished step runs twice", arguments: [1, 2, 3])
    func killed(step: Int) async throws {
        let service = LoopbackService()
        let folder = try TemporaryFolder()
        try await service.serving { base in
            let ids = ["first", "second", "third", "fourth"]
            // The step that is under way when the server is killed waits for the service.
            let paths = ids.enumerated().map { $0 == step ? "/hold/\($1)" : "/\($1)" }
            let document = Self.chain(ids, urls: paths.map { base + $0 })
            let server = try await ServerProcess(data: folder.url)
            let api = try APIClient(server, data: folder.url)
            let (workflow, _) = try await api.workflow(named: "Killed", document)
            let connection = try await api.localConnection()
            _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", ["connectionId": .string(connection)])
            let run = try await api.call(
                "POST", "/api/workflows/\(workflow)/trigger", ["connectionId": .string(connection)])
            try await eventually("the request \(paths[step])") { service.count(paths[step]) > 0 }
            try await server.killAtOnce()
            service.open()

            let restarted = try await ServerProcess(data: folder.url)
            let again = try APIClient(restarted, data: folder.url)
            let state = try await again.end(of: run["id"]?.string ?? "", workflow)
            #expect(state["status"] == "complete", "\(state.text)\n\(restarted.output)")
            #expect(state["output"]?["body"]?["path"] == "/fourth" || step == 3)
            for (index, path) in paths.enumerated() where index != step { #expect(service.count(path) == 1, "\(path)") }
            // What was not finished runs again: at least once.
            #expect(service.count(paths[step]) >= 2)
            #expect(!restarted.output.contains("First start"))
            try await restarted.stop()
        }
    }

    /// Requests one after another.
    private static func chain(_ ids: [String], urls: [String]) -> JSONValue {
        let nodes = zip(ids, urls).map { id, url -> JSONValue in
            [
                "id": .string(id), "type": "http_request", "name": .string(id), "position": ["x": 0, "y": 0],
                "version": "1.0.0", "provider": "cloudflare",
                "data": ["method": "POST", "url": .string(url), "body": ["id": .string(id)]],
            ]
        }
        let edges = zip(ids, ids.dropFirst()).map { source, target -> JSONValue in
            ["id": .string("\(source)-\(target)"), "source": .string(source), "target": .string(target)]
        }
        return [
            "metadata": [
                "name": "Killed", "version": 1, "createdAt": "2026-11-01T09:00:00Z",
                "updatedAt": "2026-11-01T09:00:00Z",
            ],
            "nodes": .array(nodes), "edges": .array(edges), "entryNodeId": .string(ids[0]),
        ]
    }
}
