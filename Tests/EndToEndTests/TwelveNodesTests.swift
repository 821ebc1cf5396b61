import Foundation
import JSON
import TestSupport
import Testing

@Suite("A workflow of twelve marketplace nodes, on the real server", .serialized, .timeLimit(.minutes(20)))
struct TwelveNodesTests {
    private static let nodes = [
        "Stripe", "HubSpot", "Airtable", "Notion", "GitHub", "Linear", "UpstashRedis", "Slack", "Telegram", "Resend",
        "Twilio", "Segment",
    ]

    @Test("Posted, compiled, deployed and run: every vendor is asked once, with its key, for what the document says")
    func twelveNodes() async throws {
        let fixture = try JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("nodes/twelve-nodes.json")))
        let vendors = VendorService(fixture["answers"]?.array ?? [])
        let folder = try TemporaryFolder()
        let plugins = try BuildProducts.nodes(Self.nodes, in: folder)
        try await vendors.serving { base in
            let server = try await ServerProcess(
                data: folder.url, arguments: ["--plugins", plugins] + Self.inProcess(fixture))
            let api = try APIClient(server, data: folder.url)
            var environment = ["VENDORS_URL": base, "UPSTASH_REDIS_REST_URL": "\(base)/upstash"]
            for (name, value) in fixture["env"]?.object ?? [:] { environment[name] = value.string }
            let (workflow, _) = try await api.workflow(
                named: "Twelve nodes", fixture["ir"] ?? .null, environment: environment)
            let connection = try await api.localConnection()
            _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", ["connectionId": .string(connection)])
            let run = try await api.call(
                "POST", "/api/workflows/\(workflow)/trigger",
                ["connectionId": .string(connection), "params": fixture["payload"] ?? .null])
            let state = try await api.end(of: run["id"]?.string ?? "", workflow)
            #expect(state["status"] == "complete", "\(state.text)\n\(server.output)")
            #expect(state["output"] == fixture["output"])
            try await server.stop()
            for (name, value) in fixture["env"]?.object ?? [:] {
                #expect(!server.output.contains(value.string ?? ""), "\(name) is in the log")
            }
        }
        #expect(vendors.problems.isEmpty, "\(vendors.problems)")
        #expect(vendors.requests.count == Self.nodes.count)
        for (path, body) in fixture["sent"]?.object ?? [:] {
            #expect(vendors.requests.first { $0.path == path }?.body == body)
        }
    }

    /// A process for each of twelve plugins would take more time than the test.
    private static func inProcess(_ fixture: JSONValue) -> [String] {
        (fixture["ir"]?["nodes"]?.array ?? []).compactMap { $0["type"]?.string }.filter { $0 != "step" }
            .flatMap { ["--plugin-isolation", "\($0)=inProcess"] }
    }
}
