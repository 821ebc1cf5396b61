import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("Where variables are used", .timeLimit(.minutes(10)))
struct VariableUsesTests {
    @Test("A variable names the workflows that read it and the deployments that do not have its value yet")
    func uses() async throws {
        try await Server.with { server in
            let provider = server.installation.provider
            // What its provider does not update stays.
            provider.behave { $0.keepsSecrets = true }
            provider.behave { $0.requiredEnvironment = ["TOKEN"] }
            let (path, _) = try await server.workflow()
            provider.behave { $0.requiredEnvironment = ["TOKENS"] }
            _ = try await server.workflow()
            provider.behave { $0.requiredEnvironment = ["TOKEN"] }
            let target: JSONValue = ["connectionId": try await server.connection()]
            func create(_ query: String = "") async throws -> String {
                let made = try await server.send("POST", "/api/env-vars\(query)", ["name": "TOKEN", "value": "1"])
                #expect(made.status == 201, "\(made.text)")
                return "/api/env-vars/\(made.json["id"]?.string ?? "")"
            }
            func uses(_ variable: String, key: String? = nil) async throws -> [JSONValue] {
                let answer = try await server.send("GET", "\(variable)/uses", key: key)
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.json["count"]?.int == answer.json["workflows"]?.array?.count)
                return answer.json["workflows"]?.array ?? []
            }
            let shared = try await create()
            let unused = try await uses(shared)
            #expect(unused.map { "/api/workflows/\($0["workflowId"]?.string ?? "")" } == [path])
            #expect(unused.first?["inLatestVersion"] == true && unused.first?["staleDeployments"] == [])

            let first = try await server.send("POST", "\(path)/deploy", target).json["id"]
            #expect(try await uses(shared).first?["staleDeployments"] == [])
            #expect(try await server.send("PATCH", shared, ["value": "2"]).status == 200)
            let stale = try await uses(shared).first?["staleDeployments"]?.array
            #expect(stale?.map { $0["deploymentId"] } == [first] && stale?.first?["status"] == "active")
            #expect(try await server.send("POST", "\(path)/deploy", target).status == 201)
            #expect(try await uses(shared).first?["staleDeployments"] == [])

            // A newer version that does not read it leaves the deployed one.
            provider.behave { $0.requiredEnvironment = [] }
            let newer: JSONValue = ["ir": Installation.document(code: "return 2;")]
            #expect(try await server.send("POST", "\(path)/versions", newer).status == 201)
            #expect(try await uses(shared).first?["inLatestVersion"] == false)

            // What has the same name nearer to the workflow is read instead.
            let here = "?projectId=\(server.owner.project.text)"
            let own = try await create(here)
            #expect(try await uses(shared).isEmpty)
            #expect(try await uses(own).count == 1)
            #expect(try await server.send("PATCH", path, ["envVars": [["name": "TOKEN", "value": "3"]]]).status == 200)
            #expect(try await uses(own).isEmpty)
        }
    }

    @Test("A key sees uses in its project only, and nobody those of a variable that they do not see")
    func reach() async throws {
        try await Server.with { server in
            server.installation.provider.behave { $0.requiredEnvironment = ["TOKEN"] }
            let owner = try await Person.owner(of: server)
            let (path, _) = try await server.workflow()
            let made = try await owner.send("POST", "/api/env-vars", ["name": "TOKEN", "value": "1"])
            let uses = "/api/env-vars/\(made.json["id"]?.string ?? "")/uses"
            #expect(try await owner.send("GET", uses).json["count"] == 1, "\(path)")
            let invited = try await owner.send("POST", "/api/invitations", ["email": "ada@example.com"])
            let member = try await Person.signUp(server, invited.json["token"]?.string ?? "", "Ada")
            #expect(try await member.send("GET", uses).json["count"] == 1)
            let project = try await owner.send("POST", "/api/projects", ["name": "Other"]).json["id"]?.string ?? ""
            let other = Caller(
                organization: server.owner.organization, project: ProjectID(project), user: server.owner.user,
                scopes: [.read])
            let key = try await server.installation.platform.keys.create(other, name: "Other", scopes: [.read]).text
            #expect(try await server.send("GET", uses, key: key).json["count"] == 0)
            let inProject = try await owner.send(
                "POST", "/api/env-vars?projectId=\(server.owner.project.text)", ["name": "OWN", "value": "1"])
            let hidden = "/api/env-vars/\(inProject.json["id"]?.string ?? "")/uses"
            #expect(try await server.send("GET", hidden, key: key).json["code"] == "variable.notFound")
            #expect(try await server.send("GET", hidden, key: "").status == 401)
        }
    }
}
