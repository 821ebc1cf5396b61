import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("Who reads the audit log", .timeLimit(.minutes(10)))
struct AuditScopeTests {
    @Test(
        "A key with the scope reads what was done in its project, an organization-wide one everything, others nothing")
    func scope() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let elsewhere =
                try await server.send("POST", "/api/projects", ["name": "Elsewhere"]).json["id"]?.string ?? ""
            let own = try await server.send("POST", "/api/workflows", ["name": "Own"]).json["id"]
            let other = try await server.send("POST", "/api/workflows?projectId=\(elsewhere)", ["name": "Other"]).json[
                "id"]
            func key(_ scopes: [String], isWide: Bool = false) async throws -> String {
                let body: JSONValue = [
                    "name": "Auditor", "scopes": .array(scopes.map { .string($0) }), "organizationWide": .bool(isWide),
                ]
                return try await owner.send("POST", "/api/api-keys", body).json["key"]?.string ?? ""
            }
            func subjects(_ key: String, _ query: String = "") async throws -> [JSONValue?] {
                let answer = try await server.send("GET", "/api/audit-log?action=workflow.create\(query)", key: key)
                #expect(answer.status == 200, "\(answer.text)")
                return answer.json["data"]?.array?.map { $0["subjectId"] } ?? []
            }
            for scopes in [["read"], ["read", "write", "deploy"]] {
                let refused = try await server.send("GET", "/api/audit-log", key: key(scopes))
                #expect(refused.status == 403 && refused.json["code"] == "auth.scope", "\(refused.text)")
            }
            let auditor = try await key(["read", "audit"])
            #expect(try await subjects(auditor) == [own])
            // It sees who acted, although it reads neither members nor keys.
            let line = try await server.send("GET", "/api/audit-log?action=workflow.create", key: auditor).json["data"]?
                .array?.first
            let member = try await owner.send("GET", "/api/members/\(line?["userId"]?.string ?? "")").json
            #expect(member["name"]?.string != nil)
            #expect(line?["userName"] == member["name"] && line?["userEmail"] == member["email"])
            let used = try await owner.send("GET", "/api/api-keys/\(line?["apiKeyId"]?.string ?? "")").json["name"]
            #expect(used?.string != nil && line?["apiKeyName"] == used)
            let misspelled = try await server.send("GET", "/api/audit-log?action=workflow.creat", key: auditor)
            #expect(misspelled.status == 400 && misspelled.text.contains("did you mean \\\"workflow.create\\\"?"))
            let erased = try await server.send("GET", "/api/audit-log?action=variable.erase", key: auditor).text
            #expect(erased.contains("\\\"variable.delete\\\"") && !erased.contains("workflow.move"), "\(erased)")
            // The key of a project is refused another project's lines, however they are named.
            let refused = try await server.send("GET", "/api/audit-log?projectId=\(elsewhere)", key: auditor)
            #expect(refused.status == 403)
            let all = try await key(["read", "audit"], isWide: true)
            #expect(
                try await Set(subjects(all).compactMap { $0?.string }) == Set([own, other].compactMap { $0?.string }))
            #expect(try await server.send("POST", "/api/workflows", #"{"name":"N"}"#, key: auditor).status == 403)
        }
    }

    @Test("A person needs the role")
    func role() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            #expect(try await owner.send("GET", "/api/audit-log").status == 200)
            let invited = try await owner.send(
                "POST", "/api/invitations", ["email": "ada@example.com", "role": "member"])
            let ada = try await Person.signUp(server, invited.json["token"]?.string ?? "", "Ada")
            let refused = try await ada.send("GET", "/api/audit-log")
            #expect(refused.status == 403 && refused.json["code"] == "auth.role", "\(refused.text)")
        }
    }

    @Test("A statement is in the log before it is executed, cut and without its values")
    func statements() async throws {
        try await Server.with { server in
            let secret = "s3cret"
            let long = String(repeating: "a", count: 5000)
            let sql =
                "UPDATE people SET card = '\(secret)' WHERE id = 4100410041 -- \(secret)\n AND \(long) = \"\(secret)\""
            let body: JSONValue = ["connectionId": try await server.connection(), "sql": .string(sql)]
            _ = try await server.send("POST", "/api/resources/boxes/a/query", body)
            let line = try await server.send("GET", "/api/audit-log?action=resource.query").json["data"]?.array?.first
            let statement = line?["details"]?["statement"]?.string ?? ""
            #expect(statement.hasPrefix("UPDATE people SET card = ? WHERE id = ? AND aaa") && statement.count == 1000)
            #expect(line?.text.contains(secret) == false && line?.text.contains("4100410041") == false)
            #expect(line?["details"]?["endpoint"] == "POST boxes/:box/query")
        }
    }
}
