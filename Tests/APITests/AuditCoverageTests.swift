import Foundation
import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("The audit log and the list of endpoints", .timeLimit(.minutes(10)))
struct AuditCoverageTests {
    /// What signs people in and out has no caller yet: the next test is about it.
    private static let signing: Set<String> = [
        "POST auth/sign-in", "POST auth/sign-up", "POST auth/sign-out", "POST auth/set-up",
        // A deployed program asks, which is none either, and changes nothing.
        "POST tokens/:deploymentId",
    ]

    @Test("Every request that changes something leaves a line that says who did what, and a repeated POST no other one")
    func changes() async throws {
        try await Server.with(try await NodeRegistry()) { server in
            let owner = try await Person.owner(of: server)
            let key = try await server.installation.platform.keys.create(
                server.owner, name: "All", scopes: Set(Scope.allCases), organizationWide: true
            ).text
            var fixture = try await OrganizationFixture.build(server, key: key, person: owner)
            let invited = try await owner.send("POST", "/api/invitations", ["email": "ada@example.com"])
            _ = try await Person.signUp(server, invited.json["token"]?.string ?? "", "Ada")
            let members = try await owner.send("GET", "/api/members").json["data"]?.array ?? []
            fixture.keep("member", id: members.first { $0["name"] == "Ada" }?["userId"])
            fixture.keep("pluginId", id: "postcard")

            let changing = Self.changing(server)
            for name in changing.keys where !AuditedChange.all.contains(where: { "\($0.method) \($0.path)" == name }) {
                Issue.record("\(name) changes something, and no row says what the audit log has of it")
            }
            for change in AuditedChange.all {
                // A row of what is not mounted yet proves nothing.
                guard let operation = changing["\(change.method) \(change.path)"] else { continue }
                if let state = change.run { server.installation.provider.behave { $0.runState = state } }
                let target = operation.parameters.reduce(operation.path) { path, name in
                    let id = change.with[name].map { fixture.ids[$0] ?? $0 } ?? fixture.id(name)
                    return path.replacing(":\(name)", with: id)
                }
                let path = target + change.query
                server.installation.provider.behave {
                    $0.duringControl = { _ in if change.isHeld { try? await Task.sleep(for: .seconds(600)) } }
                }
                let before = try await Self.newest(change.action, owner)
                let body = change.filled(fixture.ids)
                let headers = operation.method == .post ? ["idempotency-key": UUID().uuidString] : [:]
                let answer = try await fixture.send(operation, path, body, headers: headers)
                #expect((200..<300).contains(answer.status), "\(change.method) \(path): \(answer.text.prefix(300))")
                if let thing = change.keeps { fixture.keep(thing, answer) }
                guard let action = change.action else { continue }
                let line = try await Self.newest(action, owner, in: fixture.id(change.log))
                #expect(line != .null && line["id"] != before["id"], "\(change.method) \(path) leaves no line")
                #expect(line["userId"]?.string == server.owner.user.text)
                let isByKey = if case .scope = operation.access { true } else { false }
                #expect((line["apiKeyId"]?.string != nil) == isByKey, "\(change.method) \(path)")
                #expect(line["subjectId"]?.string?.isEmpty == false)
                guard operation.method == .post else { continue }
                let again = try await fixture.send(operation, path, body, headers: headers)
                #expect(again.status == answer.status, "\(path): \(again.text)")
                #expect(again.text == Self.withoutSecrets(answer).text, "\(path): \(again.text)")
                #expect(again.headers["idempotency-replayed"] == "true", "\(path)")
                #expect(again.headers["location"] == answer.headers["location"], "\(path)")
                #expect(try await Self.newest(action, owner, in: fixture.id(change.log))["id"] == line["id"], "\(path)")
            }
        }
    }

    @Test("So does whoever signs up, in or out")
    func sessions() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            #expect(try await Self.newest(.signIn, owner)["userId"]?.string == server.owner.user.text)
            let invited = try await owner.send("POST", "/api/invitations", ["email": "ada@example.com"])
            let ada = try await Person.signUp(server, invited.json["token"]?.string ?? "", "Ada")
            let joined = try await Self.newest(.memberJoined, owner)
            #expect(joined["details"]?["role"] == "member")
            #expect(try await ada.send("POST", "/api/auth/sign-out").status == 204)
            let left = try await Self.newest(.signOut, owner)
            #expect(left["userId"] == joined["userId"] && left["userId"] != .null)
        }
    }

    @Test("A deploy that the provider fails is there, too, with what it was of")
    func failed() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let (path, version) = try await server.workflow()
            server.installation.provider.behave { $0.deployFailure = .init(code: "here.full", message: "No room.") }
            let body: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(path)/deploy", body).status == 502)
            let line = try await Self.newest(.deployFailed, owner)
            #expect(line["details"]?["code"] == "here.full")
            #expect(line["details"]?["versionId"]?.string == version)
        }
    }

    /// What changes something by what it needs, by method and path below `/api`.
    private static func changing(_ server: Server) -> [String: OperationSpec] {
        let operations = server.documented.filter { operation in
            guard operation.isListed, operation.method != .get else { return false }
            return operation.access.scope != .read
        }
        return Dictionary(
            operations.map { ("\($0.method) \($0.path.dropFirst("/api/".count))", $0) }, uniquingKeysWith: { $1 }
        ).filter { !signing.contains($0.key) }
    }

    /// What is stored of a response: secrets are shown once.
    private static func withoutSecrets(_ answer: Server.Answer) -> (text: String, secrets: Int) {
        guard var members = answer.json.object else { return (answer.text, 0) }
        var secrets = 0
        for name in ["key", "token", "secret"] where members[name]?.string != nil {
            members[name] = .null
            secrets += 1
        }
        return (secrets == 0 ? answer.text : JSONValue.object(members).text, secrets)
    }

    /// The newest line of an action; `null` when there is none.
    private static func newest(
        _ action: AuditAction?, _ owner: Person, in organization: String? = nil
    ) async throws -> JSONValue {
        guard let action else { return .null }
        let whose = organization.map { "&organizationId=\($0)" } ?? ""
        let log = try await owner.send("GET", "/api/audit-log?limit=1&action=\(action.rawValue)\(whose)")
        return log.json["data"]?.array?.first ?? .null
    }
}
