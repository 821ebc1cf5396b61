import JSON
import Testing

@Suite("Tokens of the emulated Cloudflare", .timeLimit(.minutes(10)))
struct TokenTests {
    @Test("A token is refused what it has no permission for")
    func permissions() async throws {
        try await EmulatorFixture.serving { emulator in
            try await emulator.control(
                "POST", "tokens",
                ["value": "reader", "permissions": ["Workers Scripts Read", "Queues Write"]])
            var reader = emulator
            reader.token = "reader"
            #expect(try await reader.call("GET", "workers/scripts").status == 200)
            #expect(try await reader.call("GET", "queues").status == 200)
            let refused = try await reader.call("PUT", "workers/scripts/a/schedules", [])
            #expect(refused.status == 403 && refused.code == 10000)
            #expect(try await reader.call("GET", "/zones?name=example.com").body["result"] == [])
            #expect(try await reader.call("GET", "/user/tokens/verify").body["result"]?["status"] == "active")
        }
    }

    @Test(
        "Without a token, or with one that is none, nothing is told",
        arguments: [("", 400, 6003), ("wrong", 401, 1000)])
    func unknown(token: String, status: Int, code: Int) async throws {
        try await EmulatorFixture.serving { emulator in
            var stranger = emulator
            stranger.token = token
            let answer = try await stranger.call("GET", "workers/scripts")
            #expect(answer.status == status && answer.code == code)
        }
    }
}
