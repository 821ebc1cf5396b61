import JSON
import PlatformFixtures
import PluginMessages
import Testing

@testable import API
@testable import Platform

@Suite("Endpoints that plugins bring", .timeLimit(.minutes(10)))
struct ResourceEndpointTests {
    @Test("A request is checked against the plugin's schema and reaches it with the connection's credentials")
    func call() async throws {
        try await Server.with { server in
            let connection = try await server.connection().string ?? ""
            let answer = try await server.send(
                "GET", "/api/resources/boxes/a%2Fb/things?connectionId=\(connection)&prefix=x%20y&limit=5")
            #expect(answer.status == 200)
            #expect(answer.json["endpoint"] == "list" && answer.json["parameters"] == ["box": "a/b"])
            #expect(answer.json["query"] == ["prefix": "x y", "limit": 5])
            #expect(answer.json["connectionId"]?.string == connection)
            let special = try await server.send("GET", "/api/resources/boxes/special/things")
            #expect(special.json["endpoint"] == "special" && special.json["connectionId"] == .null)
            let query = try await server.send(
                "POST", "/api/resources/boxes/a/query",
                ["connectionId": .string(connection), "sql": "SELECT 1"])
            #expect(query.json["body"] == ["sql": "SELECT 1"])
            let put = try await server.send("PUT", "/api/resources/boxes/a/things/b", "some bytes")
            #expect(put.status == 201 && put.text == "some bytes" && put.headers["content-type"] == "text/plain")
        }
    }

    @Test(
        "What a plugin returns is nobody's page, whatever its type",
        arguments: [
            "text/html", "image/svg+xml", "application/xhtml+xml; charset=utf-8", "text/html\r\nset-cookie: a=b",
        ])
    func sandbox(type: String) async throws {
        try await Server.with { server in
            server.installation.provider.behave { $0.resourceType = type }
            let page = "<script>alert(1)</script>"
            for (method, path, body) in [
                ("PUT", "/api/resources/boxes/a/things/b", page), ("GET", "/api/resources/boxes/special/things", nil),
            ] as [(String, String, String?)] {
                let answer = try await server.send(method, path, body)
                #expect((200..<300).contains(answer.status), "\(answer.text)")
                #expect(
                    answer.headers["content-security-policy"]
                        == "default-src 'none'; sandbox; form-action 'none'; frame-ancestors 'none'")
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                #expect(answer.headers["set-cookie"] == nil)
                #expect(answer.headers["content-disposition"] == (body == nil ? nil : "attachment"))
            }
        }
    }

    @Test("What a plugin says to be the request's fault is answered so, and anything else as its own failure")
    func faults() async throws {
        try await Server.with { server in
            for (fault, status) in [
                (.invalid, 400), (.notFound, 404), (.conflict, 409), (nil, 502), (.init(rawValue: "other"), 502),
            ] as [(PluginFailure.Fault?, Int)] {
                server.installation.provider.behave {
                    $0.resourceFailure = PluginFailure(code: "fake.box", message: "No such box.", fault: fault)
                }
                let answer = try await server.send("GET", "/api/resources/boxes/special/things")
                #expect(answer.status == status)
                #expect(answer.json["code"] == "fake.box")
                #expect(answer.json["error"]?.string?.contains("No such box.") == true)
            }
        }
    }

    @Test("What does not fit is refused before the plugin hears of it")
    func refusals() async throws {
        try await Server.with { server in
            let connection = try await server.connection().string ?? ""
            let other = try await server.send(
                "POST", "/api/connections",
                ["provider": "elsewhere", "name": "Other", "credentials": ["apiToken": "t"]])
            let elsewhere = other.json["id"]?.string ?? ""
            let reader = try await server.key([.read])
            let list = "/api/resources/boxes/a/things"
            for (method, path, body, key, status, code) in [
                ("GET", "/api/resources/nothing", nil, nil, 404, "route.notFound"),
                ("DELETE", list, nil, nil, 405, "route.method"), ("GET", list, nil, nil, 400, "request.invalid"),
                ("GET", "\(list)?connectionId=unknown", nil, nil, 404, "connection.notFound"),
                ("GET", "\(list)?connectionId=\(elsewhere)", nil, nil, 400, "request.invalid"),
                ("GET", "\(list)?connectionId=\(connection)&limit=0", nil, nil, 400, "request.invalid"),
                ("GET", "\(list)?connectionId=\(connection)&limit=many", nil, nil, 400, "request.invalid"),
                ("GET", "\(list)?connectionId=\(connection)&nonsense=1", nil, nil, 400, "request.invalid"),
                ("POST", "/api/resources/boxes/a/query?connectionId=\(connection)", "{}", nil, 400, "request.invalid"),
                ("POST", "/api/resources/boxes/a/query?connectionId=\(connection)", "{", nil, 400, "request.json"),
                ("PUT", "/api/resources/boxes/a/things/b", "x", reader, 403, "auth.scope"),
                ("GET", list, nil, "", 401, "auth.missing"),
            ] as [(String, String, String?, String?, Int, String)] {
                let answer = try await server.send(method, path, body, key: key)
                #expect(answer.status == status, "\(method) \(path)")
                #expect(answer.json["code"]?.string == code, "\(method) \(path)")
            }
            #expect(server.installation.provider.calls.isEmpty)
        }
    }
}
