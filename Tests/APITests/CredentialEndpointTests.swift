import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("Credentials", .timeLimit(.minutes(10)))
struct CredentialEndpointTests {
    static func consented(_ base: String, rotates: Bool = false) -> JSONValue {
        [
            "authorizationUrl": .string("\(base)/authorize"), "tokenUrl": .string("\(base)/token"), "clientId": "app",
            "clientSecret": "hush-client", "scope": "read", "rotates": .bool(rotates),
        ]
    }

    func create(
        _ server: Server, _ name: String, _ type: String, _ values: JSONValue, project: String? = nil
    ) async throws -> Server.Answer {
        var body: JSONObject = ["name": .string(name), "type": .string(type), "values": values]
        if let project { body["projectId"] = .string(project) }
        return try await server.send("POST", "/api/credentials", .object(body))
    }

    @Test("A credential is created, listed, changed and deleted; its secrets are masked, and kept by their mask")
    func lifecycle() async throws {
        try await Server.with { server in
            let made = try await create(
                server, "crm", "oauth2-client",
                ["tokenUrl": "https://vendor.example/token", "clientId": "app", "clientSecret": "hush-1"])
            #expect(made.status == 201 && made.json["state"] == "ready", "\(made.text)")
            #expect(made.json["values"]?["clientSecret"] == "********" && made.json["values"]?["clientId"] == "app")
            let path = "/api/credentials/\(made.json["id"]?.string ?? "")"
            #expect(try await create(server, "crm", "api-key", ["token": "x"]).status == 409)
            let changed = try await server.send(
                "PATCH", path, ["values": ["clientSecret": "********", "clientId": "other"]])
            #expect(changed.json["values"]?["clientId"] == "other")
            let id = CredentialID(made.json["id"]?.string ?? "")
            let record = try await server.installation.storage.read {
                try Table(CredentialRecord.self, in: $0).find(id)
            }
            let values = try record?.opened(by: server.installation.platform.credentials.secrets)
            #expect(values?.fields["clientSecret"] == "hush-1")
            #expect(record?.values.contains("hush") == false)
            let list = try await server.send("GET", "/api/credentials?q=crm")
            #expect(list.json["data"]?.array?.count == 1)
            #expect(!(made.text + changed.text + list.text).contains("hush"))
            #expect(try await server.send("DELETE", path).status == 204)
            #expect(try await server.send("GET", path).status == 404)
        }
    }

    @Test("Values that do not match the type's fields, names and types that are none are refused, each by its place")
    func invalid() async throws {
        try await Server.with { server in
            #expect(try await create(server, "a", "nothing", [:]).json["code"] == "credential.typeUnknown")
            func pointers(_ answer: Server.Answer) -> Set<String> {
                Set(answer.json["details"]?.array?.compactMap { $0["pointer"]?.string } ?? [])
            }
            let misnamed = try await create(server, "A b", "oauth2-client", [:])
            #expect(misnamed.status == 400 && pointers(misnamed) == ["/name"], "\(misnamed.text)")
            let wrong = try await create(server, "a-b", "oauth2-client", ["tokenUrl": "no url", "more": 1])
            #expect(wrong.status == 400)
            #expect(pointers(wrong) == ["/values/tokenUrl", "/values/clientId", "/values/more"], "\(wrong.text)")
            #expect(try await create(server, "b", "values", ["values": ["A": 1]]).status == 400)
        }
    }

    @Test(
        "What cannot be in a header, a path or a host is refused when it is set",
        arguments: [
            ("api-key", ["token": "k\r\nx: y"], "token"), ("api-key", ["token": "k\n"], "token"),
            ("api-key", ["token": "kéy"], "token"), ("api-key", ["token": "k", "placement": "header"], "name"),
            ("api-key", ["token": "k", "placement": "header", "name": "x key"], "name"),
            ("api-key", ["token": "k", "placement": "header", "name": "x", "prefix": "é "], "prefix"),
            ("api-key", ["token": "k", "placement": "query"], "name"),
            ("api-key", ["token": "k", "placement": "basic", "user": "a:b"], "user"),
            (
                "oauth2-client", ["tokenUrl": "https://a.test/t", "clientId": "a", "clientSecret": "b\n"],
                "clientSecret"
            ),
            ("aws", ["accessKeyId": "A", "secretAccessKey": "s", "region": "evil.test/"], "region"),
            (
                "aws", ["accessKeyId": "A", "secretAccessKey": "s", "region": "eu-west-1", "sessionToken": "a b"],
                "sessionToken"
            ),
            ("github-app", ["appId": "1", "privateKey": "-----\nk", "installationId": ".."], "installationId"),
        ] as [(String, JSONValue, String)])
    func grammar(type: String, values: JSONValue, field: String) async throws {
        try await Server.with { server in
            let refused = try await create(server, "a", type, values)
            #expect(refused.status == 400, "\(refused.text)")
            let pointers = refused.json["details"]?.array?.compactMap { $0["pointer"]?.string } ?? []
            #expect(Set(pointers) == ["/values/\(field)"], "\(refused.text)")
        }
    }

    @Test("A password is any text on one line")
    func passwords() async throws {
        try await Server.with { server in
            let values: JSONValue = ["placement": "basic", "user": "ada", "token": "pässwörd: 7"]
            let made = try await create(server, "a", "api-key", values)
            #expect(made.status == 201, "\(made.text)")
        }
    }

    @Test("A key of another project does not see a project's credential")
    func projects() async throws {
        try await Server.with { server in
            let there = try await server.send("POST", "/api/projects", ["name": "There"]).json["id"]?.string ?? ""
            let made = try await create(server, "own", "api-key", ["token": "k"], project: there)
            #expect(made.json["projectId"]?.string == there)
            let path = "/api/credentials/\(made.json["id"]?.string ?? "")"
            let key = try await server.installation.platform.keys.create(
                server.owner, name: "Here", scopes: Set(Scope.allCases)
            ).text
            for (method, body) in [("GET", nil), ("PATCH", "{}"), ("DELETE", nil)] as [(String, String?)] {
                #expect(try await server.send(method, path, body, key: key).status == 404, "\(method)")
            }
            #expect(try await server.send("GET", path).status == 200)
        }
    }

    /// A person, and a credential that waits for a consent.
    func waiting(
        _ vendor: AuthorizationServer, rotates: Bool = false,
        _ body: @escaping @Sendable (_ server: Server, _ owner: Person, _ path: String) async throws -> Void
    ) async throws {
        try await vendor.serving { base in
            try await Server.with { server in
                let made = try await create(server, "crm", "oauth2", Self.consented(base, rotates: rotates))
                #expect(made.status == 201 && made.json["state"] == "unauthorized", "\(made.text)")
                let owner = try await Person.owner(of: server)
                try await body(server, owner, "/api/credentials/\(made.json["id"]?.string ?? "")")
            }
        }
    }

    func consent(_ vendor: AuthorizationServer, _ person: Person, _ path: String) async throws -> (
        code: String, state: String
    ) {
        let page = try await person.send("POST", "\(path)/authorize").json["url"]?.string ?? ""
        #expect(page.contains("redirect_uri=https%3A%2F%2Fmillrace.test%2Fapi%2Fcredentials%2Fcallback"), "\(page)")
        return try #require(vendor.consent(page), "\(page)")
    }

    func callback(_ person: Person, _ state: String, _ code: String) async throws -> Server.Answer {
        try await person.send("GET", "/api/credentials/callback?state=\(state)&code=\(code)")
    }

    @Test("A person consents: the credential is ready, and its state and code work once, in the session that asked")
    func consent() async throws {
        let vendor = AuthorizationServer()
        try await waiting(vendor) { server, owner, path in
            // A key has no person who could consent.
            #expect(try await server.send("POST", "\(path)/authorize").json["code"] == "auth.sessionOnly")
            let (code, state) = try await consent(vendor, owner, path)
            let invited = try await owner.send(
                "POST", "/api/invitations", ["email": "ada@example.com", "role": "admin"])
            let other = try await Person.signUp(server, invited.json["token"]?.string ?? "", "Ada")
            #expect(try await callback(other, state, code).json["code"] == "credential.consent")
            #expect(try await callback(owner, "\(state)x", code).json["code"] == "credential.consent")
            #expect(try await callback(owner, "nothing", code).status == 409)
            let done = try await callback(owner, state, code)
            #expect(done.status == 200 && done.text.contains("window.close()"), "\(done.text)")
            #expect(try await server.send("GET", path).json["state"] == "ready")
            #expect(try await callback(owner, state, code).json["code"] == "credential.consent")
            #expect(vendor.grants == ["authorization_code"])
            let lines = try await owner.send("GET", "/api/audit-log?action=credential.authorize").json["data"]?.array
            #expect(lines?.count == 1)

            // An earlier consent is void once another is asked for; a code that was used is refused by the vendor.
            let first = try await consent(vendor, owner, path)
            let second = try await consent(vendor, owner, path)
            #expect(try await callback(owner, first.state, first.code).status == 409)
            let reused = try await callback(owner, second.state, code)
            #expect(reused.status == 502 && reused.json["code"] == "credential.vendor", "\(reused.text)")
            #expect(!reused.text.contains("hush"))
        }
    }

    @Test("A person who refuses leaves the credential as it is, with the vendor's word for it")
    func refused() async throws {
        let vendor = AuthorizationServer()
        try await waiting(vendor) { server, owner, path in
            let (_, state) = try await consent(vendor, owner, path)
            let answer = try await owner.send(
                "GET", "/api/credentials/callback?state=\(state)&error=access_denied")
            #expect(answer.status == 502 && answer.text.contains("access_denied"))
            #expect(try await server.send("GET", path).json["state"] == "unauthorized")
        }
    }

    @Test(
        "A program gets tokens of refresh tokens that work once, by the key of its deployment; a revoked one asks for consent"
    )
    func tokens() async throws {
        let vendor = AuthorizationServer(rotates: true)
        try await waiting(vendor, rotates: true) { server, owner, path in
            server.installation.provider.behave { $0.requiredEnvironment = ["MILLRACE_CREDENTIAL_CRM"] }
            let (workflow, _) = try await server.workflow()
            let target: JSONValue = ["connectionId": try await server.connection()]
            let early = try await server.send("POST", "\(workflow)/deploy", target)
            #expect(early.json["code"] == "deploy.missingCredential", "\(early.text)")

            let (code, state) = try await consent(vendor, owner, path)
            #expect(try await callback(owner, state, code).status == 200)
            let deployment = try await server.send("POST", "\(workflow)/deploy", target)
            #expect(deployment.status == 201, "\(deployment.text)")
            let request = server.installation.provider.calls.last { $0.method == "provider.deploy" }?.request
            let environment = try (request?["environment"] ?? []).decode([EnvironmentVariable].self)
            let variables = Dictionary(environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            let id = deployment.json["id"]?.string ?? ""
            #expect(variables["MILLRACE_TOKEN_URL"] == "https://millrace.test/api/tokens/\(id)")
            #expect(variables["MILLRACE_CREDENTIAL_CRM"]?.contains("rt-") == false)
            let key = variables["MILLRACE_TOKEN_KEY"] ?? ""

            @Sendable func token(
                _ credential: String = "crm", key: String, refused: String? = nil
            ) async throws -> Server.Answer {
                var body: JSONObject = ["credential": .string(credential)]
                if let refused { body["refused"] = .string(RandomText.hash(refused)) }
                return try await server.send("POST", "/api/tokens/\(id)", JSONValue.object(body).text, key: key)
            }
            let first = try await token(key: key).json["accessToken"]?.string ?? ""
            #expect(try await token(key: key).json["accessToken"]?.string == first)
            // Twenty at once renew the token that was refused, one after another: no refresh token is used twice.
            let renewed = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await token(key: key, refused: first).json["accessToken"]?.string ?? "" }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(renewed.count == 1 && !renewed.contains(first) && !renewed.contains(""))
            #expect(vendor.grants == ["authorization_code", "refresh_token"])
            // By the refresh token that came with it: the former one is spent.
            let again = try await token(key: key, refused: renewed.first).json["accessToken"]?.string ?? ""
            #expect(again != "" && again != first && !renewed.contains(again))
            #expect(vendor.grants == ["authorization_code", "refresh_token", "refresh_token"])

            for (credential, key) in [("crm", "wrong"), ("other", key), ("crm", "")] {
                let answer = try await token(credential, key: key.isEmpty ? "x" : key)
                #expect(answer.status == 403 && answer.json["code"] == "credential.tokenKey")
            }
            #expect(try await server.send("GET", "\(path)/uses").json["data"]?.array?.count == 1)

            vendor.revoke()
            let revoked = try await token(key: key, refused: again)
            #expect(revoked.status == 409 && revoked.json["code"] == "credential.unauthorized", "\(revoked.text)")
            #expect(!revoked.text.contains("rt-"))
            #expect(try await server.send("GET", path).json["state"] == "unauthorized")
            let lines = try await owner.send("GET", "/api/audit-log?action=credential.revoke").json["data"]?.array
            #expect(lines?.count == 1)
            #expect(try await server.send("POST", "\(workflow)/takedown", target).status == 200)
            #expect(try await token(key: key).status == 403)
        }
    }
}
