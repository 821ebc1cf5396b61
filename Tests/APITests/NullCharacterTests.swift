import JSON
import PlatformFixtures
import Testing

@Suite("U+0000, which not every database can keep")
struct NullCharacterTests {
    @Test(
        "A body with it is refused, with the member",
        arguments: [
            ("POST", "/api/workflows", #"{"name":"a\u0000b"}"#, "/name"),
            ("POST", "/api/workflows", #"{"name":"a","description":"\u0000"}"#, "/description"),
            ("POST", "/api/env-vars", #"{"name":"A","value":"a\u0000b","isSecret":false}"#, "/value"),
            ("POST", "/api/connections", #"{"provider":"he\u0000re","name":"C"}"#, "/provider"),
        ])
    func body(method: String, path: String, body: String, pointer: String) async throws {
        try await Server.with { server in
            let answer = try await server.send(method, path, body)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.json["details"]?.array?.map { $0["pointer"] } == [.string(pointer)], "\(answer.text)")
        }
    }

    @Test(
        "A query or a path with it is refused",
        arguments: ["workflows?q=a%00b", "runs?workflowId=%00", "workflows/%00"])
    func address(path: String) async throws {
        try await Server.with { server in
            let answer = try await server.send("GET", "/api/\(path)")
            #expect(answer.status == 400, "\(answer.text)")
        }
    }

    @Test(
        "A control character in a name is refused wherever JSON is kept, with the object that has it",
        arguments: [
            ("PUT", "draft", #"{"document":{"nodes":[{"a\u0000b":1}]}}"#, "/document/nodes/0"),
            ("PUT", "layout", #"{"nodes":{"\u0000":{"x":0,"y":0}}}"#, "/nodes"),
            ("POST", "versions", #"{"ir":{"x\u0007":1}}"#, "/ir"),
            ("POST", "trigger", #"{"connectionId":"c","params":{"a":[{"\u001b[31m":1}]}}"#, "/params/a/0"),
            ("POST", "test", #"{"document":{"a\n":1}}"#, "/document"),
            ("PATCH", "", #"{"deployConfig":{"a\u007fb":1}}"#, "/deployConfig"),
        ])
    func names(method: String, path: String, body: String, pointer: String) async throws {
        try await Server.with { server in
            let created = try await server.send("POST", "/api/workflows", ["name": "W"])
            let base = "/api/workflows/\(created.json["id"]?.string ?? "")"
            let answer = try await server.send(method, path.isEmpty ? base : "\(base)/\(path)", body)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.json["details"]?.array?.first?["pointer"] == .string(pointer), "\(answer.text)")
            #expect(answer.json["details"]?.array?.first?["message"]?.string?.contains("U+00") == true)
        }
    }

    @Test("A plugin's endpoint is not sent such a name, and other names may have any other character")
    func otherNames() async throws {
        try await Server.with { server in
            let connection = try await server.connection()
            let path = "/api/resources/boxes/a/query?connectionId=\(connection.string ?? "")"
            let query: String = #"{"sql":"SELECT 1","\u0000":1}"#
            let answer = try await server.send("POST", path, query)
            #expect(
                answer.status == 400 && answer.json["details"]?.array?.first?["code"] == "field.control",
                "\(answer.text)")
            let created = try await server.send("POST", "/api/workflows", ["name": "W"])
            let document: String = #"{"document":{"é \"\\ \u00e9 👩‍👩‍👧":"a\nb\u0007"}}"#
            let draft = try await server.send(
                "PUT", "/api/workflows/\(created.json["id"]?.string ?? "")/draft", document)
            #expect(draft.status == 200, "\(draft.text)")
        }
    }

    @Test("A document keeps it in the text of its code")
    func document() async throws {
        try await Server.with { server in
            let created = try await server.send("POST", "/api/workflows", ["name": "W"])
            let path = "/api/workflows/\(created.json["id"]?.string ?? "")/versions"
            let version = try await server.send(
                "POST", path, ["ir": Installation.document(code: "return 'a\\u0000b';")])
            #expect(version.status == 201, "\(version.text)")
        }
    }
}
