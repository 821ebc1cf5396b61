import JSON
import PluginKit
import PluginMessages
import Testing

@testable import CloudflareRuntime

@Suite("Logs of Workers", .timeLimit(.minutes(10)))
struct ServiceLogTests {
    private static func event(_ time: Int, _ metadata: JSONObject, source: JSONValue = "") -> JSONValue {
        [
            "timestamp": .int(time), "dataset": "cloudflare-workers", "source": source, "$metadata": .object(metadata),
            "$workers": ["eventType": "fetch", "scriptName": "orders-w1", "outcome": "ok"],
        ]
    }

    private func handle(
        _ config: JSONObject = [:], isWorkflow: Bool = false, plan: String = "paid"
    ) async throws -> DeploymentHandle {
        let result = try await CloudflareFixture().deploy(
            CloudflareFixture.request(config: config, className: isWorkflow ? "Orders" : nil))
        var values = CloudflareFixture.credentials.values
        values["plan"] = .string(plan)
        return DeploymentHandle(
            reference: result.reference, credentials: Credentials(connectionId: "c1", values: values))
    }

    private func transport(_ events: [JSONValue]) -> AnsweringTransport {
        AnsweringTransport { call in
            call.hasPrefix("POST") ? AnsweringTransport.result(["events": ["events": .array(events)]]) : nil
        }
    }

    @Test("Lines come oldest first, with their levels, whatever form they were printed in")
    func lines() async throws {
        let transport = transport([
            Self.event(
                50, ["message": "GET https://orders.example.com/", "type": "cf-worker-event", "statusCode": 503]),
            Self.event(40, ["error": "TypeError: x is undefined"]),
            Self.event(40, ["level": "warn", "message": "slow"]),
            Self.event(30, ["level": "debug"], source: ["message": "detail"]),
            Self.event(20, ["level": "error"], source: ["order": 7]),
            Self.event(10, ["level": "log"], source: "plain"),
            Self.event(5, ["level": "log"]),
        ])
        let lines = try await transport.runtime.serviceLogs(of: handle())
        #expect(
            lines == [
                .init(loggedAt: 10, level: .info, text: "plain"),
                .init(loggedAt: 20, level: .error, text: #"{"order":7}"#),
                .init(loggedAt: 30, level: .debug, text: "detail"),
                .init(loggedAt: 40, level: .warning, text: "slow"),
                .init(loggedAt: 40, level: .error, text: "TypeError: x is undefined"),
                .init(loggedAt: 50, level: .info, text: "GET https://orders.example.com/: 503"),
            ])
    }

    @Test("A Worker is asked for by its name, as far back as the plan keeps lines, and without runs of its workflow")
    func query() async throws {
        for (isWorkflow, plan, days) in [(false, "paid", 7), (true, "free", 3)] {
            let transport = transport([])
            #expect(try await transport.runtime.serviceLogs(of: handle(isWorkflow: isWorkflow, plan: plan)).isEmpty)
            #expect(
                transport.calls
                    == ["POST accounts/\(CloudflareFixture.account)/workers/observability/telemetry/query"])
            let body = try #require(transport.bodies.first)
            let filters = (body["parameters"]?["filters"]?.array ?? []).map { filter in
                ["key", "operation", "value"].map { filter[$0]?.string ?? "" }.joined(separator: " ")
            }
            #expect(
                filters == ["$metadata.service eq orders-w1"]
                    + (isWorkflow ? ["$workers.eventType neq workflow"] : []))
            let (from, to) = (body["timeframe"]?["from"]?.int ?? 0, body["timeframe"]?["to"]?.int ?? 0)
            #expect(to - from == days * 86_400_000 && body["view"] == "events" && body["dry"] == true)
        }
    }

    @Test("A line is cut where it is longer than anybody reads")
    func long() async throws {
        let transport = transport([Self.event(1, ["message": .string(String(repeating: "x", count: 100_000))])])
        let lines = try await transport.runtime.serviceLogs(of: handle())
        #expect(lines.first?.text.count == 8_193 && lines.first?.text.hasSuffix("…") == true)
    }

    @Test("Where a deploy keeps no logs, that is told, without a call")
    func off() async throws {
        let transport = transport([])
        let handle = try await handle(["observability": false])
        let error = await #expect(throws: PluginFailure.self) { try await transport.runtime.serviceLogs(of: handle) }
        #expect(error?.code == "cloudflare.logs.off" && error?.fault == .conflict && transport.calls.isEmpty)
    }

    @Test("A token that may not read logs is told the permission, and that only logs need it")
    func permission() async throws {
        let transport = AnsweringTransport { _ in FakeAccount.error(403, 10000, "Authentication error") }
        let handle = try await handle()
        let error = await #expect(throws: PluginFailure.self) { try await transport.runtime.serviceLogs(of: handle) }
        #expect(error?.code == "cloudflare.permission")
        #expect(error?.message.contains("Account · Workers Observability · Edit") == true)
    }
}
