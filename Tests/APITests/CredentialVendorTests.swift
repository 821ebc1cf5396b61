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

@Suite("Credentials and what vendors say of them", .timeLimit(.minutes(10)))
struct CredentialVendorTests {
    func create(
        _ server: Server, _ name: String, _ type: String, _ values: JSONValue
    ) async throws -> String {
        let made = try await server.send(
            "POST", "/api/credentials", ["name": .string(name), "type": .string(type), "values": values])
        #expect(made.status == 201, "\(made.text)")
        return "/api/credentials/\(made.json["id"]?.string ?? "")"
    }

    static func client(_ base: String, secret: String = "secret-of-ada") -> JSONValue {
        [
            "tokenUrl": .string("\(base)/token"), "clientId": "ada", "clientSecret": .string(secret),
            "testUrl": .string("\(base)/things"),
        ]
    }

    @Test("A test asks the vendor: of a token, of a key at the test address, and says which credentials have no test")
    func test() async throws {
        try await AuthorizationServer().serving { base in
            try await Server.with { server in
                let right = try await create(server, "right", "oauth2-client", Self.client(base))
                let valid = try await server.send("POST", "\(right)/test")
                #expect(valid.status == 200 && valid.json["valid"] == true, "\(valid.text)")
                let wrong = try await create(server, "wrong", "oauth2-client", Self.client(base, secret: "hush-x"))
                let refused = try await server.send("POST", "\(wrong)/test")
                #expect(refused.json["valid"] == false && refused.text.contains("invalid_client"), "\(refused.text)")
                let key = try await create(
                    server, "key", "api-key", ["token": "hush-k", "testUrl": .string("\(base)/things")])
                #expect(try await server.send("POST", "\(key)/test").json["valid"] == false)
                let away = try await create(
                    server, "away", "api-key", ["token": "hush-k", "testUrl": "http://127.0.0.1:1/"])
                #expect(try await server.send("POST", "\(away)/test").json["code"] == "credential.vendor")
                let plain = try await create(server, "plain", "values", ["values": ["A": "hush-a"]])
                let none = try await server.send("POST", "\(plain)/test")
                #expect(none.status == 400 && none.json["code"] == "credential.untestable", "\(none.text)")
                #expect(!(refused.text + none.text).contains("hush"))
            }
        }
    }

    @Test("A test address that the server does not ask is named without the key in its query")
    func queryKey() async throws {
        try await Server.with(asksPrivate: false) { server in
            let key = try await create(
                server, "key", "api-key",
                [
                    "token": "hush-q", "placement": "query", "name": "key",
                    "testUrl": "https://10.0.0.1/things?of=me",
                ])
            let answer = try await server.send("POST", "\(key)/test")
            #expect(answer.text.contains("https://10.0.0.1/things"), "\(answer.text)")
            #expect(!answer.text.contains("hush"), "\(answer.text)")
        }
    }

    @Test(
        "Signed assertions, GitHub Apps and roles of AWS are tested as programs use them", arguments: [-25, 0, 3_000])
    func flows(skew: Int) async throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        try await AuthorizationServer(skew: skew, key: key.publicKey).serving { base in
            try await Server.with { server in
                let pem = JSONValue.string(key.pemRepresentation)
                let assertion = try await create(
                    server, "signed", "oauth2-assertion",
                    ["tokenUrl": .string("\(base)/token"), "privateKey": pem, "issuer": "me"])
                let other = try await create(
                    server, "other", "oauth2-assertion",
                    [
                        "tokenUrl": .string("\(base)/token"), "issuer": "me",
                        "privateKey": .string(try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation),
                    ])
                // The App's tokens are valid for ten minutes: not at a vendor whose clock is that far ahead.
                let app = try await create(
                    server, "app", "github-app",
                    ["appId": "7", "installationId": "9", "privateKey": pem, "baseUrl": .string(base)])
                let aws: JSONObject = [
                    "accessKeyId": "AKIA7", "secretAccessKey": "s", "region": "eu-west-1", "stsUrl": .string(base),
                ]
                let keys = try await create(server, "keys", "aws", .object(aws))
                var role = aws
                role["roleArn"] = "arn:aws:iam::1:role/r"
                let assumed = try await create(server, "role", "aws", .object(role))
                for (path, isValid) in [
                    (assertion, true), (other, false), (app, skew < 540), (keys, true), (assumed, true),
                ] {
                    let answer = try await server.send("POST", "\(path)/test")
                    #expect(answer.json["valid"] == .bool(isValid), "\(answer.text)")
                }
            }
        }
    }

    @Test(
        "A vendor may say anything of how long its tokens are valid",
        arguments: [
            "9223372036854775807", "-9223372036854775808", "9300000000000000", "1e300", "-1e300", "1e400", "0",
            "\"9223372036854775807\"", "\"soon\"", "null", "[]",
        ])
    func lifetimes(text: String) async throws {
        try await AuthorizationServer(lifetime: try JSONValue(parsing: text)).serving { base in
            try await Server.with { server in
                let client = try await create(server, "client", "oauth2-client", Self.client(base))
                let role = try await create(
                    server, "role", "aws",
                    [
                        "accessKeyId": "AKIA7", "secretAccessKey": "s", "region": "eu-west-1",
                        "stsUrl": .string(base), "roleArn": "arn:aws:iam::1:role/r",
                    ])
                for path in [client, role, client] {
                    let answer = try await server.send("POST", "\(path)/test")
                    #expect(answer.json["valid"] == true, "\(answer.text)")
                }
            }
        }
    }

    @Test(
        "A token is renewed after a year, whatever its vendor says",
        arguments: [
            (Int.max, 31_536_000), (31_536_001, 31_536_000), (3_600, 3_600), (0, 1), (.min, 1),
        ])
    func longestLifetime(seconds: Int, kept: Int) {
        #expect(MintedToken(values: ["token": "at-1"], seconds: seconds).seconds == kept)
    }

    @Test("A region is no other host than the vendor's")
    func regions() async throws {
        try await Server.with { server in
            for region in ["evil.example/x?", "a.b", "a@b", "", "eu#", "eu/../x"] {
                let values: JSONValue = [
                    "accessKeyId": "AKIA7", "secretAccessKey": "s", "region": .string(region),
                ]
                let made = try await server.send(
                    "POST", "/api/credentials", ["name": "keys", "type": "aws", "values": values])
                #expect(made.status == 400 && made.text.contains("/values/region"), "\(region) \(made.text)")
            }
        }
    }

    /// What the provider was given last, at a deploy or since.
    static func secret(_ server: Server) throws -> JSONValue {
        let calls = server.installation.provider.calls
        let updates = try calls.filter { $0.method == "provider.updateSecrets" }.map {
            try $0.request.decode(SecretUpdate.self).changed
        }
        let deploys = try calls.filter { $0.method == "provider.deploy" }.map {
            try ($0.request["environment"] ?? []).decode([EnvironmentVariable].self)
        }
        let value = (deploys + updates).last?.first { $0.name == "MILLRACE_CREDENTIAL_CRM" }?.value ?? "null"
        return try JSONValue(parsing: value)
    }

    @Test(
        "A vendor's invalid_grant that only the program saw makes the credential ask for a consent, which programs then have"
    )
    func reported() async throws {
        let vendor = AuthorizationServer()
        try await consented(vendor) { server, owner, path, workflow in
            let task = Task { await server.installation.platform.keepUp() }
            defer { task.cancel() }
            #expect(try Self.secret(server)["kind"] == "token")
            let target: JSONValue = ["connectionId": try await server.connection()]
            let message =
                "Credential \"crm\": it was revoked or has ended: authorize it again (invalid_grant, HTTP 400)"
            server.installation.provider.behave {
                $0.runState = .errored
                $0.runError = RunFailure(name: "Error", message: message)
            }
            func fail() async throws {
                let run = try await server.send("POST", "\(workflow)/trigger", target).json["id"]?.string ?? ""
                let shown = try await server.send("GET", "\(workflow)/runs/\(run)").json
                #expect(shown["error"]?["message"]?.string == message, "\(shown.text)")
            }
            // A run is only a hint: the vendor says that it takes the refresh token.
            try await fail()
            try await eventually("the vendor is asked") { vendor.grants == ["authorization_code", "refresh_token"] }
            #expect(try await server.send("GET", path).json["state"] == "ready")

            vendor.revoke()
            #expect(try await server.send("POST", "\(path)/test").json["valid"] == false)
            #expect(try await server.send("GET", path).json["state"] == "unauthorized")
            let lines = try await owner.send("GET", "/api/audit-log?action=credential.revoke").json["data"]?.array
            #expect(lines?.count == 1)
            try await eventually("the program says what to do") {
                try Self.secret(server) == ["kind": "unauthorized"]
            }
            let again = try await server.send("POST", "\(workflow)/deploy", target)
            #expect(again.json["code"] == "deploy.missingCredential", "\(again.text)")

            try await consent(vendor, owner, path)
            try await eventually("the program has the new refresh token") {
                try Self.secret(server)["form"]?["refresh_token"]?.string?.hasPrefix("rt-") == true
            }
            // The list follows the provider's answer, which the plugin's call precedes.
            try await eventually("the list says that the deployment has it") {
                let uses = try await server.send("GET", "\(path)/uses").json["data"]?.array
                return uses?.count == 1 && uses?.first?["stale"] == false
            }
            #expect(try await server.send("GET", workflow).json["staleDeployments"]?.array?.isEmpty != false)
        }
    }

    @Test("The first run that fails over a revoked credential is enough")
    func watched() async throws {
        let vendor = AuthorizationServer()
        try await consented(vendor) { server, owner, path, workflow in
            let task = Task { await server.installation.platform.keepUp() }
            defer { task.cancel() }
            vendor.revoke()
            server.installation.provider.behave {
                $0.runState = .errored
                $0.runError = RunFailure(name: "Error", message: "Credential \"crm\": again (invalid_grant, HTTP 400)")
            }
            let target: JSONValue = ["connectionId": try await server.connection()]
            let run = try await server.send("POST", "\(workflow)/trigger", target).json["id"]?.string ?? ""
            _ = try await server.send("GET", "\(workflow)/runs/\(run)")
            try await eventually("the credential says it") {
                try await server.send("GET", path).json["state"] == "unauthorized"
            }
            let lines = try await owner.send("GET", "/api/audit-log?action=credential.revoke").json["data"]?.array
            #expect(lines?.count == 1)
        }
    }

    @Test(
        "A provider that asks for its programs' tokens gets those of its own deployments only, and needs no public URL")
    func asked() async throws {
        let vendor = AuthorizationServer(rotates: true)
        try await consented(vendor, rotates: true, contributions: FakeContributions(asksTokens: true)) {
            server, _, _, workflow in
            let secret = try Self.secret(server)
            #expect(secret["kind"] == "server" && secret.object?.keys.contains("form") == false)
            let environment = server.installation.provider.calls.last { $0.method == "provider.deploy" }?
                .request["environment"]?.text
            #expect(environment?.contains("MILLRACE_TOKEN_KEY") == false && environment?.contains("hush") == false)
            let deployments = try await server.send("GET", "\(workflow)/deployments").json["data"]?.array
            let tokens = server.installation.platform.tokens
            @Sendable func ask(_ provider: String, _ name: String = "tokens", credential: String = "crm") async
                -> Result<JSONValue, PluginFailure>
            {
                await tokens.answer(
                    ServerRequest(
                        plugin: "fake", organization: nil, providers: [provider], name: name,
                        body: [
                            "deploymentId": deployments?.first?["id"] ?? "", "credential": .string(credential),
                        ]))
            }
            let answer = try await ask("here").get()
            #expect(answer["values"]?["token"]?.string?.hasPrefix("at-") == true, "\(answer.text)")
            for refused in [
                await ask("elsewhere"), await ask("here", credential: "other"), await ask("here", "secrets"),
            ] {
                #expect(throws: PluginFailure.self) { try refused.get() }
            }
            vendor.revoke()
            let hash = RandomText.hash(answer["values"]?["token"]?.string ?? "")
            let order = CredentialTokens.Order(
                deployment: .init(deployments?.first?["id"]?.string ?? ""), credential: "crm", refused: hash)
            await #expect { _ = try await tokens.token(order, for: ["here"]) } throws: {
                ($0 as? PlatformError)?.is(.credentialUnauthorized) == true
            }
        }
    }
}
