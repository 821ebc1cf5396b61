import Faults
import Foundation
import JSON
import PlatformFixtures
import TestSupport
import Testing

@Suite("Faults between a vendor's token and the database, on the real server", .timeLimit(.minutes(10)))
struct TokenFaultTests {
    /// Of the server, as browsers see it.
    private static let origin = "https://millrace.test"

    private func start(_ folder: TemporaryFolder, _ fault: ArmableFault) async throws -> (ServerProcess, APIClient) {
        let server = try await ServerProcess(
            data: folder.url, arguments: ["--private-tokens", "--public-url", Self.origin],
            environment: fault.environment)
        return (server, try APIClient(server, data: folder.url))
    }

    /// - Returns: The path of a credential that waits for a consent.
    private func create(_ api: APIClient, at base: String, rotates: Bool) async throws -> String {
        let values: JSONValue = [
            "authorizationUrl": .string("\(base)/authorize"), "tokenUrl": .string("\(base)/token"), "clientId": "ada",
            "clientSecret": "hush", "rotates": .bool(rotates),
        ]
        let made = try await api.call("POST", "/api/credentials", ["name": "crm", "type": "oauth2", "values": values])
        return "/api/credentials/\(made["id"]?.string ?? "")"
    }

    /// The owner consents.
    private func consent(
        _ vendor: AuthorizationServer, _ path: String, _ server: ServerProcess, _ folder: TemporaryFolder
    ) async throws {
        let session = try await APIClient.session(base: server.base, data: folder.url, origin: Self.origin)
        let client = RecordingClient()
        let asked = try await client.send("POST", "\(server.base)\(path)/authorize", [:], headers: session)
        let (code, state) = try #require(vendor.consent(asked.json["url"]?.string ?? ""), "\(asked.body)")
        let done = try await client.send(
            "GET", "\(server.base)/api/credentials/callback?state=\(state)&code=\(code)", headers: session)
        #expect(done.status == 200, "\(done.body)")
    }

    @Test(
        "Kill -9 there: where refresh tokens are used once a consent is asked for and helps, others go on by themselves",
        arguments: [true, false])
    func kill(rotates: Bool) async throws {
        let folder = try TemporaryFolder()
        let fault = ArmableFault(in: folder)
        let vendor = AuthorizationServer(rotates: rotates)
        try await vendor.serving { base in
            let (first, client) = try await start(folder, fault)
            let path = try await create(client, at: base, rotates: rotates)
            try await consent(vendor, path, first, folder)
            try fault.arm(.tokenIssued, "kill")
            _ = try? await client.send("POST", "\(path)/test")
            #expect(try await first.ended() == .signal(SIGKILL))
            #expect(fault.hasHappened)

            let (second, api) = try await start(folder, fault)
            let test = try await api.call("POST", "\(path)/test")
            let (isValid, state): (JSONValue, JSONValue) = rotates ? (false, "unauthorized") : (true, "ready")
            #expect(test["valid"] == isValid, "\(test.text)")
            #expect(try await api.call("GET", path)["state"] == state)
            if rotates { try await consent(vendor, path, second, folder) }
            #expect(try await api.call("POST", "\(path)/test")["valid"] == true)
            #expect(try await api.call("GET", path)["state"] == "ready")
            try await second.stop()
        }
    }

    @Test("An error there: the token is stored by the next request, and nobody has to consent again")
    func fail() async throws {
        let folder = try TemporaryFolder()
        let fault = ArmableFault(in: folder)
        let vendor = AuthorizationServer(rotates: true)
        try await vendor.serving { base in
            let (server, api) = try await start(folder, fault)
            let path = try await create(api, at: base, rotates: true)
            try await consent(vendor, path, server, folder)
            try fault.arm(.tokenIssued, "fail")
            let failed = try await api.send("POST", "\(path)/test")
            #expect(fault.hasHappened && failed.status == 500, "\(failed.body.text)")
            let next = try await api.call("POST", "\(path)/test")
            #expect(next["valid"] == true, "\(next.text)")
            #expect(try await api.call("GET", path)["state"] == "ready")
            // No request used a token that was spent.
            #expect(vendor.grants.count == 3 && vendor.asked == 3)
            try await server.stop()
        }
    }
}
