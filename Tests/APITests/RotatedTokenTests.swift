import Foundation
import Hummingbird
import JSON
import NIOCore
import PlatformFixtures
import PluginHost
import PluginMessages
import ServerSupport
import Synchronization
import Testing

@testable import API
@testable import Platform

/// An authorization server as Slack's: refusals have the status 200, a refresh token is for one use, and PKCE is not known.
private final class TeamVendor: Sendable {
    private struct State {
        var forms: [[String: String]] = []
        var refusal: String?
        var valid = 0
    }

    private let state = Mutex(State())

    var forms: [[String: String]] { state.withLock { $0.forms } }

    /// - Parameter code: `nil` accepts again.
    func refuse(_ code: String?) { state.withLock { $0.refusal = code } }

    func serving(_ body: @escaping @Sendable (_ base: String) async throws -> Void) async throws {
        let router = Router()
        router.post("/token") { [self] request, _ in
            let content = try await request.body.collect(upTo: 1 << 20)
            let items = URLComponents(string: "?\(String(buffer: content))")?.queryItems ?? []
            let form = Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
            return Response.json(answer(form), .ok)
        }
        try await LoopbackServer(router: router).serving(body)
    }

    private func answer(_ form: [String: String]) -> JSONValue {
        state.withLock { state in
            state.forms.append(form)
            if let refusal = state.refusal { return ["ok": false, "error": .string(refusal)] }
            let isFirst = form["grant_type"] == "authorization_code" && form["code"] == "c-1"
            guard isFirst || form["refresh_token"] == "xoxe-\(state.valid)" else {
                return ["ok": false, "error": "invalid_refresh_token"]
            }
            state.valid += 1
            return [
                "ok": true, "access_token": .string("xoxe.xoxb-\(state.valid)"), "token_type": "bot",
                "refresh_token": .string("xoxe-\(state.valid)"), "expires_in": 43_200,
            ]
        }
    }
}

@Suite("Vendors that rotate tokens and refuse with the status 200", .timeLimit(.minutes(10)))
struct RotatedTokenTests {
    private func consented(
        _ body: @escaping @Sendable (_ vendor: TeamVendor, Server, _ path: String) async throws -> Void
    ) async throws {
        let vendor = TeamVendor()
        try await vendor.serving { base in
            try await Server.with { server in
                let type = CredentialType(
                    id: "team", name: "Team", description: "A team.", flow: .authorizationCode,
                    settings: [
                        "authorizationUrl": .string("\(base)/authorize"), "tokenUrl": .string("\(base)/token"),
                        "clientAuthentication": "body", "rotates": true, "pkce": false,
                    ])
                server.installation.contributions.host.attach(
                    LoadedPlugin(
                        path: "team",
                        manifest: Manifest(id: "team", name: "Team", version: "1.0.0", credentialTypes: [type]),
                        connection: server.installation.provider))
                let made = try await server.send(
                    "POST", "/api/credentials",
                    ["name": "team", "type": "team", "values": ["clientId": "7.8", "clientSecret": "hush"]])
                let path = "/api/credentials/\(made.json["id"]?.string ?? "")"
                let owner = try await Person.owner(of: server)
                let page = try await owner.send("POST", "\(path)/authorize").json["url"]?.string ?? ""
                let items = URLComponents(string: page)?.queryItems ?? []
                let query = Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
                #expect(query["code_challenge"] == nil && query["client_id"] == "7.8", "\(page)")
                let state = query["state"] ?? ""
                let done = try await owner.send("GET", "/api/credentials/callback?state=\(state)&code=c-1")
                #expect(done.status == 200, "\(done.text)")
                try await body(vendor, server, path)
            }
        }
    }

    @Test("A code is exchanged without a verifier, and each refresh uses the token that the last one has given")
    func rotation() async throws {
        try await consented { vendor, server, path in
            for _ in 1...3 {
                let answer = try await server.send("POST", "\(path)/test")
                #expect(answer.json["valid"] == true, "\(answer.text)")
            }
            #expect(vendor.forms.map { $0["refresh_token"] } == [nil, "xoxe-1", "xoxe-2", "xoxe-3"])
            #expect(vendor.forms.allSatisfy { $0["code_verifier"] == nil && $0["client_secret"] == "hush" })
        }
    }

    @Test(
        "A token that the database refuses is stored before the next refresh: the one before it is spent",
        .enabled(if: TestStorage.chosen == .sqlite))
    func unstored() async throws {
        try await consented { vendor, server, path in
            let storage = server.installation.storage
            _ = try await storage.transaction { database in
                try database.execute(
                    "CREATE TRIGGER refusal BEFORE UPDATE ON credentials BEGIN SELECT RAISE(ABORT, 'refused'); END")
            }
            for _ in 1...2 { #expect(try await server.send("POST", "\(path)/test").status == 500) }
            #expect(vendor.forms.map { $0["refresh_token"] } == [nil, "xoxe-1"])
            _ = try await storage.transaction { try $0.execute("DROP TRIGGER refusal") }
            let answer = try await server.send("POST", "\(path)/test")
            #expect(answer.json["valid"] == true, "\(answer.text)")
            #expect(vendor.forms.map { $0["refresh_token"] } == [nil, "xoxe-1", "xoxe-2"])
            #expect(try await server.send("GET", path).json["state"] == "ready")
        }
    }

    @Test(
        "What passes leaves the credential as it is, wrong values are told, and a refresh token that is over needs a consent"
    )
    func refusals() async throws {
        try await consented { vendor, server, path in
            vendor.refuse("ratelimited")
            let passing = try await server.send("POST", "\(path)/test")
            #expect(passing.status == 502 && passing.json["code"] == "credential.vendor", "\(passing.text)")
            vendor.refuse("invalid_client_id")
            let wrong = try await server.send("POST", "\(path)/test")
            #expect(wrong.json["valid"] == false && wrong.text.contains("invalid_client_id"), "\(wrong.text)")
            #expect(try await server.send("GET", path).json["state"] == "ready")
            vendor.refuse(nil)
            #expect(try await server.send("POST", "\(path)/test").json["valid"] == true)
            vendor.refuse("invalid_refresh_token")
            let over = try await server.send("POST", "\(path)/test")
            #expect(over.json["valid"] == false, "\(over.text)")
            #expect(try await server.send("GET", path).json["state"] == "unauthorized")
        }
    }
}
