import JSON
import Testing

@Suite struct ConnectionEndpointTests {
    @Test("A connection is made, and its credentials are never shown")
    func redacted() async throws {
        try await Server.with { server in
            let body: JSONValue = [
                "provider": "elsewhere", "name": "Mine",
                "credentials": ["apiToken": "very-secret", "accountId": "also-secret"],
            ]
            let made = try await server.send("POST", "/api/connections", body)
            #expect(made.status == 201)
            #expect(made.json["credentials"] == ["apiToken": "********", "accountId": "********"])
            let list = try await server.send("GET", "/api/connections")
            #expect(list.json["data"]?.array?.map { $0["name"] } == ["Mine", "This machine"])
            #expect(!(made.text + list.text).contains("secret"))
        }
    }

    @Test(
        "Connections that cannot be are refused",
        arguments: [
            (["provider": "nobody", "credentials": [:]], "provider.unknown"),
            (["provider": "elsewhere", "credentials": [:]], "request.invalid"),
            (["provider": "elsewhere", "credentials": ["apiToken": 7]], "request.invalid"),
            (["credentials": [:]], "request.invalid"),
        ] as [(JSONValue, String)])
    func refused(body: JSONValue, code: String) async throws {
        try await Server.with { server in
            let answer = try await server.send("POST", "/api/connections", body)
            #expect(answer.status == 400)
            #expect(answer.json["code"]?.string == code)
        }
    }

    @Test("Credentials are verified by their provider")
    func verify() async throws {
        try await Server.with { server in
            let answer = try await server.send(
                "POST", "/api/connections/verify-token", ["provider": "elsewhere", "credentials": ["apiToken": "t"]])
            #expect(answer.status == 200)
            #expect(answer.json == ["valid": true, "accounts": [["id": "abc123", "name": "My Account"]]])
        }
    }
}
