import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("Setting up the first owner", .timeLimit(.minutes(10)))
struct OwnerSetUpTests {
    private static func setUp(
        _ server: Server, token: String, email: String = "ada@example.com", password: String = Person.password,
        origin: String? = nil
    ) async throws -> Server.Answer {
        let body: JSONValue = [
            "token": .string(token), "name": "Ada", "email": .string(email), "password": .string(password),
        ]
        return try await server.send(
            "POST", "/api/auth/set-up", body.text, key: "",
            headers: ["content-type": "application/json", "origin": origin ?? server.origin])
    }

    private static func token(of server: Server) async throws -> String? {
        try await server.installation.platform.ownerSetUp.pendingToken()
    }

    @Test("The token of the link sets name, address and password once, and signs in")
    func once() async throws {
        try await Server.with { server in
            let token = try #require(try await Self.token(of: server))
            let made = try await Self.setUp(server, token: token, email: "Ada@Example.com")
            #expect(made.status == 201 && made.json["user"]?["email"] == "ada@example.com")
            let cookie = try #require(made.headers["set-cookie"]).prefix { $0 != ";" }
            let members = try await server.send("GET", "/api/members", key: "", headers: ["cookie": String(cookie)])
            #expect(members.json["data"]?.array?.map { $0["role"] } == ["owner"])
            #expect(members.json["data"]?.array?.first?["name"] == "Ada")

            #expect(try await Self.token(of: server) == nil)
            let again = try await Self.setUp(server, token: token, email: "eve@example.com")
            #expect(again.status == 404 && again.json["code"] == "setUp.notFound")
            let signIn: JSONValue = ["email": "ada@example.com", "password": .string(Person.password)]
            let answer = try await server.send(
                "POST", "/api/auth/sign-in", signIn.text, key: "", headers: Person.signing(in: server))
            #expect(answer.status == 200)
        }
    }

    @Test("Another token, a short password and another site change nothing")
    func refused() async throws {
        try await Server.with { server in
            let token = try #require(try await Self.token(of: server))
            #expect(try await Self.setUp(server, token: "x").status == 404)
            #expect(try await Self.setUp(server, token: "").status == 404)
            #expect(try await Self.setUp(server, token: token, password: "short").status == 400)
            #expect(try await Self.setUp(server, token: token, email: "no address").status == 400)
            let other = try await Self.setUp(server, token: token, origin: "https://evil.example.com")
            #expect(other.status == 403)
            #expect(try await Self.token(of: server) == token)
        }
    }

    @Test("A password that the operator set ends the link")
    func operatorsPassword() async throws {
        try await Server.with { server in
            let token = try #require(try await Self.token(of: server))
            _ = try await Person.owner(of: server)
            #expect(try await Self.token(of: server) == nil)
            #expect(try await Self.setUp(server, token: token).status == 404)
        }
    }
}
