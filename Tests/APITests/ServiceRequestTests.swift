import JSON
import PlatformFixtures
import PluginMessages
import Testing

@testable import API
@testable import Platform

@Suite("Requests to deployments", .timeLimit(.minutes(10)))
struct ServiceRequestTests {
    @Test("The provider is asked with method, path, headers and body; its response is returned, whatever its status is")
    func answered() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            let connection = try await server.connection()
            let early = try await server.send("POST", "\(path)/request", ["connectionId": connection])
            #expect(early.status == 409 && early.json["code"] == "workflow.notDeployed", "\(early.text)")
            _ = try await server.send("POST", "\(path)/deploy", ["connectionId": connection])
            let plain = try await server.send("POST", "\(path)/request", ["connectionId": connection])
            #expect(plain.status == 200 && plain.json["status"] == 418, "\(plain.text)")
            #expect(plain.json["body"] == "POST / " && plain.json["isCut"] == false && plain.json["headers"] == [])
            let header: JSONValue = ["name": "X-Order", "value": "A-1"]
            let full = try await server.send(
                "POST", "\(path)/request",
                [
                    "connectionId": connection, "method": "PUT", "path": "/orders?of=a%20b", "headers": [header],
                    "body": "{}",
                ])
            #expect(full.json["body"] == "PUT /orders?of=a%20b {}" && full.json["headers"] == [header], "\(full.text)")
            #expect(full.json["durationMs"]?.int ?? -1 >= 0)
        }
    }

    @Test("What cannot be sent is refused with its place, before the provider is asked")
    func refused() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            let connection = try await server.connection()
            _ = try await server.send("POST", "\(path)/deploy", ["connectionId": connection])
            func header(_ name: String, _ value: String) -> JSONValue {
                [["name": .string(name), "value": .string(value)]]
            }
            let long = JSONValue.string(String(repeating: "x", count: ServiceRequests.longestBody + 1))
            let cases: [(member: String, value: JSONValue)] = [
                ("method", "TRACE"), ("path", "orders"), ("path", "/a b"), ("path", "/#a"), ("path", "/é"),
                ("body", long),
                ("headers", header("X Order", "1")), ("headers", header("X", "1\r\nY: 2")),
                ("headers", header("", "1")),
                (
                    "headers",
                    .array(Array(repeating: ["name": "X", "value": "1"], count: ServiceRequests.mostHeaders + 1))
                ),
            ]
            for (member, value) in cases {
                let body = JSONObject([("connectionId", connection), (member, value)])
                let answer = try await server.send("POST", "\(path)/request", .object(body))
                #expect(answer.status == 400 && answer.text.contains(member), "\(member): \(answer.text.prefix(400))")
            }
            #expect(!server.installation.provider.calls.contains { $0.method == "provider.request" })
        }
    }

    @Test("Keys need the scope of deploys, and a provider needs the capability")
    func needs() async throws {
        try await Server.with(contributions: FakeContributions(without: [.request])) { server in
            let path = try await server.workflow().path
            let body: JSONValue = ["connectionId": try await server.connection()]
            _ = try await server.send("POST", "\(path)/deploy", body)
            let unsupported = try await server.send("POST", "\(path)/request", body)
            #expect(
                unsupported.status == 400 && unsupported.json["code"] == "provider.unsupported", "\(unsupported.text)")
            let reader = try await server.send("POST", "\(path)/request", body.text, key: server.key([.read, .write]))
            #expect(reader.status == 403 && reader.json["code"] == "auth.scope", "\(reader.text)")
        }
    }

    @Test("The beginning of a long body is reported up to a whole character, and none that is not text")
    func cut() {
        let text = String(repeating: "x", count: ServiceResponse.longestBody - 1) + "é and more"
        let cut = ServiceResponse(status: 200, headers: [], bytes: Array(text.utf8))
        #expect(cut.isCut && cut.body == String(repeating: "x", count: ServiceResponse.longestBody - 1))
        #expect(ServiceResponse(status: 200, headers: [], bytes: [0x61, 0xFF]).body == nil)
        let whole = ServiceResponse(status: 200, headers: [], bytes: Array("é".utf8))
        #expect(whole.body == "é" && !whole.isCut)
    }
}
