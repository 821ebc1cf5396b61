import Foundation
import JSON
import PlatformFixtures
import TestSupport
import Testing

@Suite("Webhooks of the real server", .serialized, .timeLimit(.minutes(10)))
struct WebhookTests {
    private static let document: JSONValue = LocalDocument.steps("Told", ("A", "return 1;"))

    @Test("What had not been delivered when the server was killed is delivered by the next one, and no event is lost")
    func killed() async throws {
        let receiver = WebhookReceiver()
        let folder = try TemporaryFolder()
        try await receiver.serving { base in
            let server = try await ServerProcess(data: folder.url, arguments: ["--webhook-private"])
            let api = try APIClient(server, data: folder.url)
            receiver.answer("/hook", with: 500)
            let webhook = try await api.call(
                "POST", "/api/webhooks",
                [
                    "name": "Hook", "url": .string("\(base)/hook"),
                    "events": ["deployment.active", "run.queued", "run.complete"],
                ])
            let (workflow, _) = try await api.workflow(named: "Told", Self.document)
            let body: JSONValue = ["connectionId": .string(try await api.localConnection())]
            _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", body)
            let run = try await api.call("POST", "/api/workflows/\(workflow)/trigger", body)["id"]?.string ?? ""
            #expect(try await api.end(of: run, workflow)["status"] == "complete")
            try await eventually("a try of each event") { Set(receiver.requests.map { $0.json["type"] }).count == 3 }
            try await server.killAtOnce()
            let tried = Set(receiver.requests.compactMap { $0.headers["millrace-event-id"] })

            receiver.answer("/hook", with: 200)
            let next = try await ServerProcess(data: folder.url, arguments: ["--webhook-private"])
            let again = try APIClient(next, data: folder.url)
            let path = "/api/webhooks/\(webhook["id"]?.string ?? "")/deliveries?status=delivered"
            try await eventually("every event to be delivered", within: .seconds(450)) {
                let delivered = try await again.call("GET", path)["data"]?.array ?? []
                return Set(delivered.compactMap { $0["eventId"]?.string }).isSuperset(of: tried)
            }
            let stopped = try await again.call("GET", "/api/webhooks")["data"]?.array?.first
            #expect(stopped?["enabled"] == true && stopped?["failingSince"] == .null)
            try await next.stop()
        }
    }
}
