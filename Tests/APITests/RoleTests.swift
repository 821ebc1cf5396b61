import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

/// Driven by the list of endpoints: one that is new is tried with the role that it declares.
@Suite("Roles", .timeLimit(.minutes(10)))
struct RoleTests {
    @Test("What is for people asks for the role that its description names, and takes no key")
    func declared() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            var people: [Role: Person] = [.owner: owner]
            for role in [Role.admin, .member] {
                let invited = try await owner.send(
                    "POST", "/api/invitations",
                    ["email": .string("\(role.rawValue)@example.com"), "role": .string(role.rawValue)])
                people[role] = try await Person.signUp(server, invited.json["token"]?.string ?? "", role.rawValue)
            }
            let key = try await server.key(Set(Scope.allCases))
            let declared = server.operations.compactMap { operation in
                if case .session(let role, _) = operation.access { (operation, role) } else { nil }
            }
            #expect(declared.count >= 13)
            for (operation, needed) in declared.sorted(by: { Self.isLeaving($1.0) && !Self.isLeaving($0.0) }) {
                let method = operation.method.rawValue
                for (role, person) in people {
                    let (path, body) = Self.request(operation, by: person, of: server)
                    let answer = try await person.send(method, path, body)
                    if role.includes(needed) {
                        #expect(answer.status != 403, "\(role) \(method) \(path): \(answer.text)")
                    } else {
                        #expect(answer.status == 403, "\(role) \(method) \(path): \(answer.text)")
                        #expect(answer.json["code"] == "auth.role")
                        #expect(answer.json["error"]?.string?.contains("\"\(needed.rawValue)\"") == true)
                    }
                    let byKey = try await server.send(method, path, body?.text, key: key)
                    #expect(byKey.status == 403 && byKey.json["code"] == "auth.sessionOnly", "\(method) \(path)")
                }
            }
        }
    }

    @Test("What a person was answered is not repeated to a key of theirs, whatever Idempotency-Key it has")
    func repeated() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let body: JSONValue = ["name": "Deployer", "scopes": ["read", "deploy"]]
            let once = ["idempotency-key": "once"]
            let made = try await owner.send("POST", "/api/api-keys", body, headers: once)
            #expect(made.status == 201)
            let again = try await owner.send("POST", "/api/api-keys", body, headers: once)
            // A key is shown once.
            #expect(again.status == 201 && again.json["id"] == made.json["id"] && again.json["key"] == .null)
            #expect(made.json["key"]?.string?.hasPrefix("ask_") == true)
            let byKey = try await server.send("POST", "/api/api-keys", body.text, headers: once)
            #expect(byKey.status == 403 && byKey.json["code"] == "auth.sessionOnly", "\(byKey.text)")
        }
    }

    @Test("Nobody makes or removes people above them, and an organization keeps an owner")
    func ranks() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            func join(_ name: String, _ role: String) async throws -> Person {
                let invited = try await owner.send(
                    "POST", "/api/invitations", ["email": .string("\(name)@example.com"), "role": .string(role)])
                return try await Person.signUp(server, invited.json["token"]?.string ?? "", name)
            }
            let admin = try await join("ada", "admin")
            let member = try await join("bob", "member")
            for (person, method, path, body, status) in [
                (admin, "POST", "invitations", ["email": "x@example.com", "role": "owner"], 403),
                (admin, "PATCH", "members/\(member.id)", ["role": "owner"], 403),
                (admin, "PATCH", "members/\(owner.id)", ["role": "member"], 403),
                (admin, "DELETE", "members/\(owner.id)", nil, 403),
                (member, "DELETE", "members/\(admin.id)", nil, 403),
                (owner, "PATCH", "members/\(owner.id)", ["role": "admin"], 409),
                (owner, "DELETE", "members/\(owner.id)", nil, 409),
                (admin, "PATCH", "members/\(member.id)", ["role": "admin"], 200),
                (member, "DELETE", "members/\(member.id)", nil, 204),
                (owner, "PATCH", "members/\(admin.id)", ["role": "owner"], 200),
                (owner, "PATCH", "members/\(owner.id)", ["role": "admin"], 200),
            ] as [(Person, String, String, JSONValue?, Int)] {
                let answer = try await person.send(method, "/api/\(path)", body)
                #expect(answer.status == status, "\(method) \(path): \(answer.text)")
            }
        }
    }

    /// Everyone may remove themselves, so it is the last that everyone does.
    private static func isLeaving(_ operation: OperationSpec) -> Bool {
        operation.method == .delete && operation.path == "/api/members/:userId"
    }

    /// Names what is there where the path has it, and otherwise nothing that a request could change.
    private static func request(
        _ operation: OperationSpec, by person: Person, of server: Server
    ) -> (path: String, body: JSONValue?) {
        let path = operation.parameters.reduce(operation.path) { path, name in
            let id =
                switch name {
                case "organizationId": server.owner.organization.text
                case "userId" where isLeaving(operation): person.id
                default: "nothing"
                }
            return path.replacing(":\(name)", with: id)
        }
        var body = operation.jsonBody?.sample.object
        if body?["role"] != nil { body?["role"] = "member" }
        return (path, body.map(JSONValue.object))
    }
}
