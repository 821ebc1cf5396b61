import JSON
import PlatformFixtures
import Storage
import Testing

@testable import API
@testable import Platform

@Suite("People over HTTP", .timeLimit(.minutes(10)))
struct SessionTests {
    @Test("An owner signs in, invites, and the invited has a session, a role and keys of their own")
    func lifecycle() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let who = try await owner.send("GET", "/api/auth/session")
            #expect(who.json["user"]?["email"] == "owner@localhost")
            let organizations = try await owner.send("GET", "/api/organizations")
            #expect(organizations.json["data"]?.array?.count == 1)

            let invited = try await owner.send(
                "POST", "/api/invitations", ["email": "ada@example.com", "role": "admin"])
            #expect(invited.status == 201)
            let ada = try await Person.signUp(server, invited.json["token"]?.string ?? "", "Ada")
            let members = try await ada.send("GET", "/api/members").json["data"]?.array ?? []
            #expect(Set(members.map { $0["role"] }) == ["owner", "admin"])

            let created = try await ada.send(
                "POST", "/api/api-keys",
                ["name": "CI", "scopes": ["read", "write"], "expiresAt": "2099-12-31T00:00:00Z"])
            #expect(created.status == 201)
            let key = try #require(created.json["key"]?.string)
            #expect(key.hasPrefix("ask_") && key.count == 44)
            #expect(try await server.send("GET", "/api/workflows", key: key).status == 200)
            let listed = try await ada.send("GET", "/api/api-keys").json["data"]?.array ?? []
            #expect(listed.contains { $0["name"] == "CI" && $0["key"] == nil })
            let id = created.json["id"]?.string ?? ""
            #expect(try await ada.send("DELETE", "/api/api-keys/\(id)").status == 204)
            #expect(try await server.send("GET", "/api/workflows", key: key).status == 401)

            let log = try await owner.send("GET", "/api/audit-log?action=apiKey.create").json
            #expect(log["data"]?.array?.first?["subjectId"]?.string == id)
            #expect(try await ada.send("POST", "/api/auth/sign-out").status == 204)
            #expect(try await ada.send("GET", "/api/workflows").status == 401)
        }
    }

    @Test("The cookie is kept from scripts and other sites; over TLS it is sent nowhere else")
    func cookie() async throws {
        try await Server.with { server in
            let header = try await Person.owner(of: server).setCookie
            #expect(header.contains("HttpOnly") && header.contains("SameSite=Lax") && !header.contains("Secure"))
            #expect(SessionCookie(isSecure: true).header("t", seconds: 1).hasSuffix("; Secure"))
        }
    }

    @Test("Behind TLS, cookies are for TLS only, and the server's own origin is the one that browsers see")
    func tls() async throws {
        try await Server.with(publicOrigin: "https://millrace.example.com") { server in
            let owner = try await Person.owner(of: server)
            #expect(owner.setCookie.hasSuffix("; Secure"))
            for (origin, status) in [("https://millrace.example.com", 201), (server.base, 403)] {
                let answer = try await owner.send(
                    "POST", "/api/workflows", ["name": "W"], headers: ["origin": origin])
                #expect(answer.status == status, "\(origin)")
            }
        }
    }

    @Test("Pages of origins that are not allowed learn nothing, and those that are may read what they need")
    func crossOrigin() async throws {
        try await Server.with { server in
            let asks = ["access-control-request-method": "POST"]
            for origin in ["https://evil.example.com", "null", "https://app.example.com.evil.example.com"] {
                for (method, headers) in [("OPTIONS", asks), ("GET", [:])] {
                    let answer = try await server.send(
                        method, "/api/workflows", headers: headers.merging(["origin": origin]) { $1 })
                    let told = answer.headers.keys.filter { $0.hasPrefix("access-control-") }
                    #expect(told.isEmpty, "\(method) \(origin): \(told)")
                }
            }
            let allowed = try await server.send(
                "GET", "/api/workflows", headers: ["origin": "https://app.example.com"])
            #expect(allowed.headers["access-control-allow-origin"] == "https://app.example.com")
            #expect(allowed.headers["access-control-allow-credentials"] == "true")
            #expect(allowed.headers["vary"]?.contains("origin") == true)
            for header in ["etag", "content-location", "retry-after", "x-request-id"] {
                #expect(allowed.headers["access-control-expose-headers"]?.contains(header) == true, "\(header)")
            }
        }
    }

    @Test("A change with a cookie has to come from a page of ours")
    func origins() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let body = #"{"name":"W"}"#
            for (origin, status) in [
                (server.base, 201), ("https://app.example.com", 201), ("https://evil.example.com", 403), (nil, 403),
            ] as [(String?, Int)] {
                let answer = try await server.send(
                    "POST", "/api/workflows", body, key: "",
                    headers: ["cookie": owner.cookie].merging(origin.map { ["origin": $0] } ?? [:]) { $1 })
                #expect(answer.status == status)
            }
            let preflight = try await server.send(
                "OPTIONS", "/api/workflows", key: "",
                headers: ["origin": "https://app.example.com", "access-control-request-method": "POST"])
            #expect(preflight.status == 204)
            #expect(preflight.headers["access-control-allow-origin"] == "https://app.example.com")
        }
    }

    @Test(
        "What sets or removes the cookie requires the origin of an allowed page",
        arguments: [
            nil, "null", "https://evil.example.com", "https://app.example.com.evil.example.com",
            "http://app.example.com", "",
        ] as [String?])
    func cookieOrigin(origin: String?) async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let invited = try await owner.send("POST", "/api/invitations", ["email": "ada@example.com"])
            let token = invited.json["token"]?.string ?? ""
            for (path, body) in [
                ("sign-in", #"{"email":"owner@localhost","password":"\#(Person.password)"}"#),
                ("sign-up", #"{"token":"\#(token)","name":"Ada","password":"\#(Person.password)"}"#),
                ("sign-out", nil),
            ] as [(String, String?)] {
                var headers = Person.signing(in: server).merging(["cookie": owner.cookie]) { $1 }
                headers["origin"] = origin
                // What a browser that sends no origin tells of the page.
                headers["sec-fetch-site"] = "cross-site"
                let answer = try await server.send("POST", "/api/auth/\(path)", body, key: "", headers: headers)
                #expect(answer.status == 403 && answer.json["code"] == "auth.origin", "\(path): \(answer.text)")
                #expect(answer.headers["set-cookie"] == nil, "\(path)")
            }
            #expect(try await owner.send("GET", "/api/auth/session").status == 200)
            _ = try await Person.signUp(server, token, "Ada")
        }
    }

    @Test("A program signs in without an origin; what it changes with the cookie requires one")
    func programs() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            var headers = Person.signing(in: server)
            headers["origin"] = nil
            let body = #"{"email":"owner@localhost","password":"\#(Person.password)"}"#
            let answer = try await server.send("POST", "/api/auth/sign-in", body, key: "", headers: headers)
            #expect(answer.status == 200 && answer.headers["set-cookie"] != nil, "\(answer.text)")
            headers["cookie"] = owner.cookie
            let change = try await server.send("POST", "/api/workflows", #"{"name":"W"}"#, key: "", headers: headers)
            #expect(change.status == 403)
        }
    }

    @Test("Signing in requires a body that is declared as JSON", arguments: [nil, "", "text/plain"] as [String?])
    func cookieType(type: String?) async throws {
        try await Server.with { server in
            _ = try await Person.owner(of: server)
            var headers = Person.signing(in: server)
            headers["content-type"] = type
            let answer = try await server.send(
                "POST", "/api/auth/sign-in", #"{"email":"owner@localhost","password":"\#(Person.password)"}"#, key: "",
                headers: headers)
            #expect(answer.status == 415 && answer.json["code"] == "request.mediaType", "\(answer.text)")
        }
    }

    @Test("Keys cannot do what is for people, and what is malformed is told by its field")
    func refusals() async throws {
        try await Server.with { server in
            for (method, path) in [
                ("GET", "/api/api-keys"), ("POST", "/api/api-keys"), ("DELETE", "/api/api-keys/x"),
                ("GET", "/api/members"), ("GET", "/api/invitations"), ("GET", "/api/organizations"),
            ] {
                let answer = try await server.send(
                    method, path, method == "POST" ? #"{"name":"K","scopes":["read"]}"# : nil)
                #expect(answer.status == 403 && answer.json["code"] == "auth.sessionOnly", "\(method) \(path)")
            }
            let owner = try await Person.owner(of: server)
            for (body, pointer) in [
                (["name": "", "scopes": ["read"]], "/name"), (["name": "K", "scopes": ["write"]], "/scopes"),
                (["name": "K", "scopes": ["read", "fly"]], "/scopes/1"),
                (["name": "K", "scopes": ["read"], "expiresAt": "yesterday"], "/expiresAt"),
                (["name": "K", "scopes": ["read"], "expiresAt": "2001-01-01T00:00:00Z"], "/expiresAt"),
            ] as [(JSONValue, JSONValue)] {
                let answer = try await owner.send("POST", "/api/api-keys", body)
                #expect(answer.status == 400 && answer.json["details"]?.array?.first?["pointer"] == pointer)
            }
            let wrong = try await server.send(
                "POST", "/api/auth/sign-in", #"{"email":"owner@localhost","password":"not the password"}"#, key: "",
                headers: Person.signing(in: server))
            #expect(wrong.status == 401 && wrong.json["code"] == "auth.credentials")
        }
    }

    @Test("A person's organizations are apart: each sees its own, by query")
    func organizations() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let made = try await owner.send("POST", "/api/organizations", ["name": "Second"])
            #expect(made.status == 201)
            let second = made.json["id"]?.string ?? ""
            _ = try await owner.send("POST", "/api/workflows", ["name": "In the first"])
            let there = "organizationId=\(second)"
            _ = try await owner.send("POST", "/api/workflows?\(there)", ["name": "In the second"])
            func names(_ path: String) async throws -> [JSONValue?] {
                try await owner.send("GET", path).json["data"]?.array?.map { $0["name"] } ?? []
            }
            #expect(try await names("/api/workflows") == ["In the first"])
            #expect(try await names("/api/workflows?\(there)") == ["In the second"])
            #expect(try await owner.send("GET", "/api/workflows?organizationId=nothing").status == 404)
            #expect(try await owner.send("GET", "/api/workflows?projectId=nothing").status == 404)
        }
    }
}

/// Somebody with a session.
struct Person: Sendable {
    static let password = "correct horse battery"

    let server: Server
    /// Of the user.
    let id: String
    let setCookie: String

    /// What a browser sends back.
    var cookie: String { String(setCookie.prefix { $0 != ";" }) }

    /// The headers of requests that set the cookie.
    static func signing(in server: Server) -> [String: String] {
        ["content-type": "application/json", "origin": server.origin]
    }

    /// The first owner, whose password the operator sets.
    static func owner(of server: Server) async throws -> Person {
        try await PasswordReset(storage: server.installation.storage)(email: "owner@localhost", password: password)
        let answer = try await server.send(
            "POST", "/api/auth/sign-in", #"{"email":"owner@localhost","password":"\#(password)"}"#, key: "",
            headers: signing(in: server))
        return Person(server, answer)
    }

    private init(_ server: Server, _ answer: Server.Answer) {
        self.server = server
        id = answer.json["user"]?["id"]?.string ?? ""
        setCookie = answer.headers["set-cookie"] ?? ""
    }

    static func signUp(_ server: Server, _ token: String, _ name: String) async throws -> Person {
        let answer = try await server.send(
            "POST", "/api/auth/sign-up", #"{"token":"\#(token)","name":"\#(name)","password":"\#(password)"}"#, key: "",
            headers: signing(in: server))
        return Person(server, answer)
    }

    /// Signs in once more.
    /// - Returns: The id of that session.
    func otherSession() async throws -> JSONValue? {
        let me = try await send("GET", "/api/me").json["user"]?["email"]?.string ?? ""
        _ = try await server.send(
            "POST", "/api/auth/sign-in", #"{"email":"\#(me)","password":"\#(Self.password)"}"#, key: "",
            headers: Self.signing(in: server))
        let sessions = try await send("GET", "/api/sessions").json["data"]?.array
        return sessions?.first { $0["current"] == false }?["id"]
    }

    func send(
        _ method: String, _ path: String, _ body: JSONValue? = nil, headers: [String: String] = [:]
    ) async throws -> Server.Answer {
        let own = ["cookie": cookie, "origin": server.base]
        return try await server.send(method, path, body?.text, key: "", headers: own.merging(headers) { $1 })
    }
}
