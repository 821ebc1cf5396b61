import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform

// Credentials and what is deployed with them.
extension CredentialEndpointTests {
    @Test("Without --public-url there is no consent, and no deploy of what needs the server; the reason is said")
    func noAddress() async throws {
        let installation = try await Installation(address: nil)
        defer { installation.remove() }
        let caller = try await installation.owner()
        let session = Caller(
            organization: caller.organization, project: caller.project, user: caller.user, scopes: caller.scopes,
            credential: .session(SessionID.make(), .owner))
        let made = try await installation.platform.credentials.create(
            caller, in: nil, name: "crm", type: "oauth2",
            values: Self.consented("https://vendor.example").object ?? [:])
        await #expect {
            try await installation.platform.consent.begin(session, made.id)
        } throws: { ($0 as? PlatformError)?.is(.credentialPublicURL) == true }

        // With a grant that an earlier address has brought.
        let credentials = installation.platform.credentials
        var record = try #require(
            try await installation.storage.read { try Table(CredentialRecord.self, in: $0).find(made.id) })
        try record.set(
            CredentialValues(
                fields: Self.consented("https://vendor.example", rotates: true).object ?? [:],
                grant: .init(refreshToken: "rt-1")), sealedBy: credentials.secrets)
        record.state = VendorCredential.State.ready.rawValue
        let artifact = Artifact(
            target: "here", kind: .workflow, fileName: "worker.ts", className: "W", source: "", lineMap: [],
            bindings: [], requiredEnvironment: ["MILLRACE_CREDENTIAL_CRM"], dependencies: [], trigger: .manual,
            warnings: [])
        func deployed(asks: Bool, _ address: String?) throws -> Bool {
            try DeployCredentials([record], credentials.known(in: record.organization), asks: asks, credentials.secrets)
                .variables(for: artifact, address: address).askServer
        }
        #expect { try deployed(asks: false, nil) } throws: {
            ($0 as? PlatformError)?.is(.credentialPublicURL) == true
        }
        #expect(try deployed(asks: false, "https://millrace.test"))
        // A provider that asks by itself needs none.
        #expect(try !deployed(asks: true, nil))
    }

    @Test("A changed or deleted credential marks the deployments that have it, and providers get the new value")
    func stale() async throws {
        try await Server.with { server in
            let made = try await create(server, "crm", "api-key", ["token": "old-key"])
            let path = "/api/credentials/\(made.json["id"]?.string ?? "")"
            server.installation.provider.behave {
                $0.requiredEnvironment = ["MILLRACE_CREDENTIAL_CRM"]
                $0.keepsSecrets = true
            }
            let (workflow, _) = try await server.workflow()
            let target: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(workflow)/deploy", target).status == 201)
            func stale() async throws -> JSONValue? {
                try await server.send("GET", workflow).json["staleDeployments"]?.array?.first?["variables"]
            }
            #expect(try await stale() == nil)
            #expect(try await server.send("PATCH", path, ["values": ["token": "new-key"]]).status == 200)
            #expect(try await stale() == [["name": "MILLRACE_CREDENTIAL_CRM", "change": "changed"]])
            #expect(try await server.send("DELETE", path).status == 204)
            #expect(try await stale() == [["name": "MILLRACE_CREDENTIAL_CRM", "change": "removed"]])
            let again = try await server.send("POST", "\(workflow)/deploy", target)
            #expect(again.status == 400 && again.json["code"] == "deploy.missingCredential")
            #expect(again.json["details"]?.array?.first?["message"]?.string?.contains("\"crm\"") == true)
        }
    }

    @Test(
        "The server asks no authorization server in a private network, nor over plain HTTP, unless it is allowed to",
        arguments: [
            ("https://vendor.example/token", true), ("http://vendor.example/token", false),
            ("https://127.0.0.1/token", false), ("https://[::1]/token", false), ("https://localhost/token", false),
            ("https://10.0.0.1/token", false), ("https://router.local/token", false), ("https://intranet/token", false),
            ("https://user@vendor.example/token", false), ("https://0x7f.1/token", false),
        ])
    func addresses(address: String, isPublic: Bool) { #expect(PrivateAddress.isPublic(address) == isPublic) }
}
