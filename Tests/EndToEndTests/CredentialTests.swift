import Foundation
import JSON
import PlatformFixtures
import TestSupport
import Testing

@Suite("Credentials in programs on local", .timeLimit(.minutes(20)))
struct CredentialTests {
    private static func request(_ id: String, credential: String) -> JSONValue {
        [
            "id": .string(id), "type": "http_request", "name": .string(id), "version": "1.0.0",
            "provider": "cloudflare",
            "position": ["x": 0, "y": 0], "config": ["retries": ["limit": 2, "delay": 1]],
            "data": ["method": "GET", "url": "{{env.BASE}}/things", "credential": .string(credential)],
        ]
    }

    /// Requests one after another, by the names of their credentials; the result has the accounts.
    private static func document(_ credentials: [String]) -> JSONValue {
        var nodes = credentials.enumerated().map { request("n\($0)", credential: $1) }
        let names = credentials.indices.map { "{{n\($0).body.account}}" }
        nodes.append([
            "id": "result", "type": "step", "name": "result", "version": "1.0.0", "provider": "cloudflare",
            "position": ["x": 0, "y": 0],
            "data": ["code": .string("return [\(names.joined(separator: ", "))];")],
        ])
        let ids = nodes.compactMap { $0["id"]?.string }
        let edges = zip(ids, ids.dropFirst()).map { from, to -> JSONValue in
            ["id": .string("\(from)-\(to)"), "source": .string(from), "target": .string(to)]
        }
        return [
            "metadata": [
                "name": "Accounts", "version": 1, "createdAt": "2026-11-01T09:00:00Z",
                "updatedAt": "2026-11-01T09:00:00Z",
            ],
            "nodes": .array(nodes), "edges": .array(edges), "entryNodeId": .string(ids[0]),
            "trigger": ["type": "manual"],
        ]
    }

    private func running(
        uses: Int = .max, arguments: [String] = ["--private-tokens"],
        _ body: @escaping @Sendable (LocalInstallation, AuthorizationServer, String) async throws -> Void
    ) async throws {
        let vendor = AuthorizationServer(uses: uses)
        try await vendor.serving { base in
            let folder = try TemporaryFolder()
            let installation = try await LocalInstallation(
                echo: base, folder: folder, arguments: arguments)
            for account in ["ada", "bob"] {
                _ = try await installation.api.call(
                    "POST", "/api/credentials",
                    [
                        "name": .string(account), "type": "oauth2-client",
                        "values": [
                            "tokenUrl": .string("\(base)/token"), "clientId": .string(account),
                            "clientSecret": .string("secret-of-\(account)"),
                        ],
                    ])
            }
            try await body(installation, vendor, base)
            #expect(!installation.server.output.contains("secret-of-"))
            try await installation.server.stop()
        }
    }

    @Test("Two accounts of one vendor in one workflow, each with a token of its own for all its requests")
    func accounts() async throws {
        try await running { installation, vendor, base in
            let worker = try await installation.deploy(
                Self.document(["ada", "bob", "ada"]), environment: ["BASE": base])
            let run = try await worker.trigger([:]).end()
            #expect(run["output"] == ["ada", "bob", "ada"], "\(run.text)\n\(installation.server.output)")
            #expect(vendor.grants == ["client_credentials", "client_credentials"])
            // The server mints: the program, whose files these are, has nothing to mint with.
            let files = FileManager.default.enumerator(at: installation.folder.url, includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                let bytes = (try? Data(contentsOf: file)) ?? Data()
                #expect(bytes.range(of: Data("secret-of-".utf8)) == nil, "\(file.path)")
            }
        }
    }

    @Test("A server that does not ask private networks says so in the run")
    func refused() async throws {
        try await running(arguments: []) { installation, vendor, base in
            let worker = try await installation.deploy(Self.document(["ada"]), environment: ["BASE": base])
            let run = try await worker.trigger([:]).end()
            let message = run["error"]?["message"]?.string ?? ""
            #expect(message.contains("Credential \"ada\"") && message.contains("public host"), "\(run.text)")
            #expect(vendor.grants == [])
        }
    }

    @Test("A client that the vendor does not know fails the run at once, with what to do")
    func wrongSecret() async throws {
        try await running { installation, vendor, base in
            let list = try await installation.api.call("GET", "/api/credentials")["data"]?.array ?? []
            let id = list.first { $0["name"] == "ada" }?["id"]?.string ?? ""
            _ = try await installation.api.call(
                "PATCH", "/api/credentials/\(id)", ["values": ["clientSecret": "wrong"]])
            let worker = try await installation.deploy(Self.document(["ada"]), environment: ["BASE": base])
            let run = try await worker.trigger([:]).end()
            let message = run["error"]?["message"]?.string ?? ""
            #expect(message.contains("invalid_client") && message.contains("credential.refused"), "\(run.text)")
            #expect(message.contains("Correct its client id and secret"), "\(run.text)")
            #expect(vendor.asked == 1)
        }
    }

    @Test("A run outlives five tokens, each of which is refused after its first request")
    func fiveTokens() async throws {
        try await running(uses: 1) { installation, vendor, base in
            let worker = try await installation.deploy(
                Self.document(Array(repeating: "ada", count: 6)), environment: ["BASE": base])
            let run = try await worker.trigger([:]).end()
            #expect(run["output"] == .array(Array(repeating: "ada", count: 6)), "\(run.text)")
            #expect(vendor.grants.count == 6)
        }
    }

    @Test("A deploy names the credential that is missing; a running program follows one that changes")
    func changes() async throws {
        try await running { installation, vendor, base in
            let api = installation.api
            await #expect {
                try await installation.deploy(Self.document(["nobody"]), environment: ["BASE": base])
            } throws: {
                "\($0)".contains("deploy.missingCredential") && "\($0)".contains("nobody")
            }
            let worker = try await installation.deploy(Self.document(["ada"]), environment: ["BASE": base])
            #expect(try await worker.trigger([:]).end()["output"] == ["ada"])
            let list = try await api.call("GET", "/api/credentials")["data"]?.array ?? []
            let id = list.first { $0["name"] == "ada" }?["id"]?.string ?? ""
            _ = try await api.call(
                "PATCH", "/api/credentials/\(id)",
                ["values": ["clientId": "bob", "clientSecret": "secret-of-bob"]])
            let path = "/api/workflows/\(worker.id)"
            try await eventually("the deployment to have the new values") {
                try await api.call("GET", path)["staleDeployments"]?.array?.isEmpty != false
            }
            #expect(try await worker.trigger([:]).end()["output"] == ["bob"])
        }
    }
}
