import Crypto
import CryptoExtras
import JSON
import PlatformFixtures
import PluginMessages
import TestSupport
import Testing

@testable import API
@testable import PluginHost
@testable import Platform

// Consents, and what changes meanwhile.
extension CredentialVendorTests {
    @Test("A consent is for what it was asked of: when that has changed, its answer goes nowhere")
    func changedMeanwhile() async throws {
        let vendor = AuthorizationServer()
        try await vendor.serving { base in
            try await Server.with { server in
                let path = try await create(
                    server, "crm", "oauth2",
                    [
                        "authorizationUrl": .string("\(base)/authorize"), "tokenUrl": .string("\(base)/token"),
                        "clientId": "app",
                    ])
                let owner = try await Person.owner(of: server)
                let changes: [JSONObject] = [
                    ["tokenUrl": .string("\(base)/token?x")], ["authorizationUrl": .string("\(base)/other")],
                    ["clientId": "other"],
                ]
                for change in changes {
                    let page = try await owner.send("POST", "\(path)/authorize").json["url"]?.string ?? ""
                    let (code, state) = try #require(vendor.consent(page), "\(page)")
                    #expect(try await server.send("PATCH", path, ["values": .object(change)]).status == 200)
                    let done = try await owner.send("GET", "/api/credentials/callback?state=\(state)&code=\(code)")
                    #expect(done.status == 409 && done.json["code"] == "credential.consent", "\(done.text)")
                }
                #expect(vendor.grants == [])
                #expect(try await server.send("GET", path).json["state"] == "unauthorized")
                try await consent(vendor, owner, path)
                #expect(try await server.send("GET", path).json["state"] == "ready")
            }
        }
    }

    @Test("A consent that is given while a token is renewed is the one that counts")
    func consentedMeanwhile() async throws {
        let (held, hold) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let vendor = AuthorizationServer(rotates: true) { grant in
            guard grant == "refresh_token" else { return }
            hold.finish()
            for await _ in released {}
        }
        try await consented(vendor) { server, owner, path, workflow in
            let renewal = Task { try await server.send("POST", "\(path)/test") }
            for await _ in held {}
            try await consent(vendor, owner, path)
            let target: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(workflow)/deploy", target).status == 201)
            let given = try Self.secret(server)["form"]?["refresh_token"]
            release.finish()
            #expect(try await renewal.value.json["valid"] == true)
            #expect(try await server.send("POST", "\(workflow)/deploy", target).status == 201)
            #expect(try Self.secret(server)["form"]?["refresh_token"] == given && given != nil)
        }
    }

    @Test("A changed address needs the secrets again: what was entered for one host is not sent to another")
    func addresses() async throws {
        try await Server.with { server in
            let path = try await create(server, "crm", "oauth2-client", Self.client("https://vendor.example"))
            let moved = try await server.send(
                "PATCH", path, ["values": ["tokenUrl": "https://other.example/token", "clientSecret": "********"]])
            #expect(moved.status == 400, "\(moved.text)")
            #expect(moved.json["details"]?.array?.compactMap { $0["pointer"]?.string } == ["/values/clientSecret"])
            let again = try await server.send(
                "PATCH", path, ["values": ["tokenUrl": "https://other.example/token", "clientSecret": "new"]])
            #expect(again.status == 200, "\(again.text)")
        }
    }

    @Test("A consent ends with the address that its token is tested at: it was not given for another")
    func movedTest() async throws {
        try await consented(AuthorizationServer()) { server, _, path, _ in
            let moved = try await server.send(
                "PATCH", path, ["values": ["testUrl": "https://other.example/me", "clientSecret": "hush-client"]])
            #expect(moved.status == 200 && moved.json["state"] == "unauthorized", "\(moved.text)")
            #expect(try await server.send("POST", "\(path)/test").json["valid"] == false)
        }
    }

    /// A deployment of a workflow whose program has a credential that a person has consented to.
    func consented(
        _ vendor: AuthorizationServer, rotates: Bool = false, contributions: FakeContributions = FakeContributions(),
        _ body:
            @escaping @Sendable (_ server: Server, _ owner: Person, _ path: String, _ workflow: String) async throws ->
            Void
    ) async throws {
        try await vendor.serving { base in
            try await Server.with(contributions: contributions) { server in
                let path = try await create(
                    server, "crm", "oauth2",
                    [
                        "authorizationUrl": .string("\(base)/authorize"), "tokenUrl": .string("\(base)/token"),
                        "clientId": "app", "clientSecret": "hush-client", "rotates": .bool(rotates),
                    ])
                let owner = try await Person.owner(of: server)
                try await consent(vendor, owner, path)
                server.installation.provider.behave { $0.requiredEnvironment = ["MILLRACE_CREDENTIAL_CRM"] }
                let (workflow, _) = try await server.workflow()
                let target: JSONValue = ["connectionId": try await server.connection()]
                let deployed = try await server.send("POST", "\(workflow)/deploy", target)
                #expect(deployed.status == 201, "\(deployed.text)")
                try await body(server, owner, path, workflow)
            }
        }
    }

    func consent(_ vendor: AuthorizationServer, _ owner: Person, _ path: String) async throws {
        let page = try await owner.send("POST", "\(path)/authorize").json["url"]?.string ?? ""
        let (code, state) = try #require(vendor.consent(page), "\(page)")
        let done = try await owner.send("GET", "/api/credentials/callback?state=\(state)&code=\(code)")
        #expect(done.status == 200, "\(done.text)")
    }
}
