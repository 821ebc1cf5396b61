import JSON
import TestSupport
import Testing

@Suite("Requests to deployments, on the real server", .timeLimit(.minutes(3)))
struct ServiceRequestTests {
    @Test("A function answers with status, headers and the beginning of its body, and a webhook begins a run")
    func answers() async throws {
        try await LocalInstallation.running { installation in
            let api = installation.api
            func request(_ id: String, _ members: JSONObject) async throws -> JSONValue {
                var body = members
                body["connectionId"] = .string(installation.connection)
                return try await api.call("POST", "/api/workflows/\(id)/request", .object(body))
            }
            let document = LocalDocument.steps(
                "Prices",
                (
                    "EXPORT_price",
                    "if (event.payload.long) return 'x'.repeat(300000);\nif (event.payload.bad) throw new Error('no');\n"
                        + "return event.payload.quantity * 2.5;"
                ), trigger: ["type": "http"], kind: "script")
            let function = try await installation.deploy(document)
            let headers: JSONValue = [
                ["name": "Content-Type", "value": "application/json"], ["name": "Content-Length", "value": "1"],
            ]
            let good = try await request(function.id, ["headers": headers, "body": "{\"quantity\": 4}"])
            #expect(good["status"] == 200 && good["body"]?.string?.contains("\"price\":10") == true, "\(good.text)")
            #expect(good["headers"]?.text.contains("application/json") == true && good["isCut"] == false)
            let bad = try await request(function.id, ["headers": headers, "body": "{\"bad\": true}"])
            #expect(
                bad["status"] == 500 && bad["body"]?.string?.contains("\"no\"") == true, "\(bad.text)")
            let long = try await request(function.id, ["headers": headers, "body": "{\"long\": true}"])
            #expect(
                long["isCut"] == true && long["body"]?.string?.utf8.count == 256 << 10, "\(long["status"] ?? .null)")

            let webhook = try await installation.deploy(
                LocalDocument.steps(
                    "Orders", ("Take", "return event.payload.id;"), trigger: ["type": "http", "path": "/orders"]))
            let elsewhere = try await request(webhook.id, ["path": "/other", "body": "{}"])
            #expect(elsewhere["status"] == 404, "\(elsewhere.text)")
            let started = try await request(
                webhook.id, ["path": "/orders", "headers": headers, "body": "{\"id\": \"A-1\"}"])
            #expect(200..<300 ~= started["status"]?.int ?? 0, "\(started.text)")
            let run = try await eventually("the run has ended", satisfies: { $0["status"] == "complete" }) {
                try await api.call("GET", "/api/workflows/\(webhook.id)/runs")["data"]?.array?.first ?? .null
            }
            #expect(run["id"] != nil)
        }
    }
}
