import JSON
import PlatformFixtures
import Testing

@Suite("U+0000, which not every database can keep", .timeLimit(.minutes(10)))
struct NullCharacterTests {
    @Test(
        "A body with it is refused, with the member",
        arguments: [
            ("POST", "/api/workflows", #"{"name":"a\u0000b"}"#, "/name"),
            ("POST", "/api/workflows", #"{"name":"a","description":"\u0000"}"#, "/description"),
            ("POST", "/api/env-vars", #"{"name":"A","value":"a\u0000b","isSecret":false}"#, "/value"),
            ("POST", "/api/connections", #"{"provider":"he\u0000re","name":"C"}"#, "/provider"),
            (
                "POST", "/api/connections", #"{"provider":"here","credentials":{"apiToken":"a\u0000b"}}"#,
                "/credentials/apiToken"
            ),
            (
                "POST", "/api/credentials", #"{"name":"a","type":"values","values":{"values":{"A":"a\u0000b"}}}"#,
                "/values/values/A"
            ),
            (
                "POST", "/api/credentials",
                #"{"name":"a","type":"api-key","values":{"token":"k","variables":{"B":"\u0000"}}}"#,
                "/values/variables/B"
            ),
            (
                "POST", "/api/credentials",
                #"{"name":"a","type":"github-app","values":{"appId":"1","installationId":"2","privateKey":"\u0000"}}"#,
                "/values/privateKey"
            ),
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
