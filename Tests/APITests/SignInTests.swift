import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("Signing in under attack, and what people do with their account", .timeLimit(.minutes(10)))
struct SignInTests {
    private static func signIn(
        _ server: Server, _ email: String, _ password: String, from address: String = "203.0.113.1"
    ) async throws -> Server.Answer {
        let headers = ["x-forwarded-for": address, "user-agent": "Tester"]
        let body: JSONValue = ["email": .string(email), "password": .string(password)]
        return try await server.send(
            "POST", "/api/auth/sign-in", body.text, key: "",
            headers: headers.merging(Person.signing(in: server)) { $1 })
    }

    @Test("An account has to wait after five failures, from wherever they come, and the right password does not help")
    func account() async throws {
        try await Server.with(proxies: 1) { server in
            let owner = try await Person.owner(of: server)
            for number in 0..<5 {
                let answer = try await Self.signIn(server, "owner@localhost", "wrong", from: "198.51.100.\(number)")
                #expect(answer.status == 401, "\(answer.text)")
            }
            for password in ["wrong", Person.password] {
                let delayed = try await Self.signIn(server, "Owner@localhost", password, from: "198.51.100.77")
                #expect(delayed.status == 429 && delayed.json["code"] == "auth.delayed", "\(delayed.text)")
                #expect(Int(delayed.headers["retry-after"] ?? "").map { (1...31).contains($0) } == true)
            }
            // Nobody else waits, nor do sessions that there are.
            #expect(try await Self.signIn(server, "ada@example.com", "wrong").status == 401)
            #expect(try await owner.send("GET", "/api/me").status == 200)
            let log = try await owner.send("GET", "/api/audit-log?action=session.signInFail").json["data"]?.array ?? []
            #expect(log.count == 6)
            #expect(log.first?["subjectId"] == "unknown" && log.last?["details"]?["address"] == "198.51.100.0")
            #expect(log.last?["subjectId"]?.string == server.owner.user.text && log.last?["userId"] == .null)
        }
    }

    @Test(
        "A network has to wait after twenty failures, whatever account they are for and whichever of its addresses they come from"
    )
    func network() async throws {
        try await Server.with(proxies: 1) { server in
            for number in 0..<20 {
                let answer = try await Self.signIn(
                    server, "somebody\(number)@example.com", "wrong", from: "[2001:db8:0:7::\(number)]:44\(number)")
                #expect(answer.status == 401, "\(answer.text)")
            }
            let delayed = try await Self.signIn(server, "other@example.com", "wrong", from: "2001:db8:0:7:ffff::1")
            #expect(delayed.status == 429)
            #expect(try await Self.signIn(server, "other@example.com", "wrong", from: "2001:db8:0:8::1").status == 401)
        }
    }

    @Test("Waits grow to five minutes, attempts at the same time count, and a success clears the account")
    func delays() throws {
        let delays = SignInDelays()
        let origins: [SignInDelays.Origin] = [.account("a"), .network("n")]
        var now = ContinuousClock.now
        for _ in 0..<5 { try delays.begin(origins, at: now) }
        var waits: [Int] = []
        for _ in 0..<12 {
            do { try delays.begin(origins, at: now) } catch {
                waits.append(error.seconds)
                now += .seconds(error.seconds)
                try delays.begin(origins, at: now)
            }
        }
        #expect(waits == waits.sorted() && waits.first == 31 && waits.last == 301, "\(waits)")
        now += SignInDelays.longest
        try delays.begin(origins, at: now)
        delays.succeed(origins)
        try delays.begin(origins, at: now)
    }

    @Test("Lines about accounts that do not exist are bounded, and the next hour tells how many were left out")
    func lines() {
        let delays = SignInDelays()
        let start = ContinuousClock.now
        for _ in 0..<SignInDelays.mostLines { #expect(delays.line(at: start) == 0) }
        for _ in 0..<7 { #expect(delays.line(at: start + .seconds(1)) == nil) }
        #expect(delays.line(at: start + .seconds(3601)) == 7)
        #expect(delays.line(at: start + .seconds(3602)) == 0)
    }

    @Test(
        "Addresses are one client's as networks have them",
        arguments: [
            ("192.0.2.1", "192.0.2.1", "192.0.2.1"), ("192.0.2.1:8080", "192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1"),
            ("[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80::1", "fe80:0:0:0::/64"), ("unknown", "unknown", "unknown"),
        ])
    func addresses(sent: String, text: String, network: String) {
        let address = ClientAddress(sent)
        #expect(address.text == text && address.network == network)
    }

    @Test("A person changes the password, which ends the other sessions; a wrong one is refused and counts")
    func password() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            _ = try await owner.otherSession()
            let sessions = try await owner.send("GET", "/api/sessions").json["data"]?.array ?? []
            #expect(sessions.count == 2 && sessions.filter { $0["current"] == true }.count == 1)
            #expect(sessions.allSatisfy { $0["address"] == "127.0.0.1" })
            func change(_ old: String, _ new: String) async throws -> Server.Answer {
                try await owner.send(
                    "PUT", "/api/auth/password", ["currentPassword": .string(old), "newPassword": .string(new)])
            }
            let wrong = try await change("wrong", "another long password")
            #expect(wrong.status == 400 && wrong.json["details"]?.array?.first?["pointer"] == "/currentPassword")
            #expect(try await change(Person.password, "short").status == 400)
            #expect(try await change(Person.password, "another long password").status == 204)
            #expect(try await owner.send("GET", "/api/sessions").json["data"]?.array?.count == 1)
            #expect(try await Self.signIn(server, "owner@localhost", Person.password).status == 401)
            #expect(try await Self.signIn(server, "owner@localhost", "another long password").status == 200)
        }
    }

    @Test("Sessions end one by one or all but the own, and nobody ends another's")
    func sessions() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let invited = try await owner.send("POST", "/api/invitations", ["email": "ada@example.com"])
            let ada = try await Person.signUp(server, invited.json["token"]?.string ?? "", "Ada")
            let other = try await owner.otherSession()?.string ?? ""
            #expect(try await ada.send("DELETE", "/api/sessions/\(other)").status == 404)
            #expect(try await owner.send("DELETE", "/api/sessions/\(other)").status == 204)
            #expect(try await owner.send("DELETE", "/api/sessions/\(other)").status == 404)
            _ = try await owner.otherSession()
            #expect(try await owner.send("DELETE", "/api/sessions").status == 204)
            #expect(try await owner.send("GET", "/api/sessions").json["data"]?.array?.count == 1)
            #expect(try await ada.send("GET", "/api/me").status == 200)
        }
    }

    @Test(
        "A rotated key keeps its id and scopes; the old one ends, and only an owner rotates a key of the organization")
    func rotation() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let made = try await owner.send("POST", "/api/api-keys", ["name": "CI", "scopes": ["read"]]).json
            let (id, old) = (made["id"]?.string ?? "", made["key"]?.string ?? "")
            #expect(try await server.send("GET", "/api/workflows", key: old).status == 200)
            let renamed = try await owner.send("PATCH", "/api/api-keys/\(id)", ["name": "Robot"])
            #expect(renamed.json["name"] == "Robot" && renamed.json["scopes"] == ["read"])
            let rotated = try await owner.send("POST", "/api/api-keys/\(id)/rotate")
            let new = rotated.json["key"]?.string ?? ""
            #expect(rotated.status == 200 && rotated.json["id"]?.string == id && new != old)
            #expect(try await server.send("GET", "/api/workflows", key: old).status == 401)
            let me = try await server.send("GET", "/api/me", key: new).json
            #expect(me["apiKeyId"]?.string == id && me["apiKeyName"] == "Robot" && me["scopes"] == ["read"])

            let wide = try await owner.send(
                "POST", "/api/api-keys", ["name": "All", "scopes": ["read"], "organizationWide": true])
            let invited = try await owner.send(
                "POST", "/api/invitations", ["email": "ada@example.com", "role": "admin"])
            let ada = try await Person.signUp(server, invited.json["token"]?.string ?? "", "Ada")
            let path = "/api/api-keys/\(wide.json["id"]?.string ?? "")/rotate"
            #expect(try await ada.send("POST", path).json["code"] == "auth.role")
        }
    }

    @Test("An organization is deleted with all that it has, once its name confirms it; the first one stays")
    func organization() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let second = try await owner.send("POST", "/api/organizations", ["name": "Second"]).json["id"]?.string ?? ""
            let there = "organizationId=\(second)"
            let key =
                try await owner.send(
                    "POST", "/api/api-keys?\(there)", ["name": "B", "scopes": ["read", "write", "deploy"]]
                ).json["key"]?.string ?? ""
            let fixture = try await OrganizationFixture.build(server, key: key)
            let path = "/api/organizations/\(second)"
            for query in ["", "?confirm=second"] {
                let refused = try await owner.send("DELETE", path + query)
                #expect(refused.status == 400 && refused.json["code"] == "organization.confirm")
                #expect(refused.json["error"]?.string?.contains("projects: 2, workflows: 1") == true, "\(refused.text)")
            }
            #expect(try await server.send("GET", "/api/workflows", key: key).status == 200)
            let deleted = try await owner.send("DELETE", "\(path)?confirm=Second")
            #expect(deleted.status == 200 && deleted.json["workflows"] == 1, "\(deleted.text)")
            #expect(try await server.send("GET", "/api/workflows", key: key).status == 401)
            #expect(try await owner.send("GET", path).status == 404)
            #expect(
                server.installation.provider.calls.contains { $0.method == "provider.takedown" },
                "\(fixture.id("workflowId"))")
            let first = server.owner.organization.text
            let own = try await owner.send("DELETE", "/api/organizations/\(first)?confirm=x")
            #expect(own.status == 409 && own.json["code"] == "organization.first", "\(own.text)")
        }
    }
}
