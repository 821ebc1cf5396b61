import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("Projects as files", .timeLimit(.minutes(10)))
struct TransferEndpointTests {
    /// A document whose second node calls the service of another workflow.
    private func caller(of service: String) -> JSONValue {
        var document = Installation.document().object ?? [:]
        document["nodes"] = .array(
            (document["nodes"]?.array ?? []) + [
                [
                    "id": "call", "type": "sub_workflow", "name": "Call", "position": ["x": 9, "y": 0],
                    "version": "1.0.0", "provider": "here",
                    "data": ["workflowId": .string(service), "workflowName": "Other"],
                ]
            ])
        document["edges"] = [["id": "e", "source": "first", "target": "call"]]
        return .object(document)
    }

    private func project(_ server: Server) async throws -> String {
        try await server.send("GET", "/api/projects").json["data"]?.array?.last?["id"]?.string ?? ""
    }

    /// Two workflows, one of which calls the other, and variables.
    private func fill(_ server: Server) async throws -> (callee: String, caller: String) {
        let callee =
            try await server.send("POST", "/api/workflows", ["name": "Callee", "description": "d"]).json["id"]?.string
            ?? ""
        _ = try await server.send(
            "PATCH", "/api/workflows/\(callee)",
            [
                "triggerCode": "return new Response('x');", "dependencies": ["lodash": "^4.0.0"],
                "deployConfig": ["limit": 1.50],
                "envVars": [
                    ["name": "PLAIN", "value": "v", "isSecret": false],
                    ["name": "TOKEN", "value": "tr4nsfer-secret", "isSecret": true],
                ],
            ])
        for code in ["return 1;", "return 2;"] {
            _ = try await server.send(
                "POST", "/api/workflows/\(callee)/versions", ["ir": Installation.document(code: code)])
        }
        let caller =
            try await server.send("POST", "/api/workflows", ["name": "Caller"]).json["id"]?.string ?? ""
        let version = try await server.send(
            "POST", "/api/workflows/\(caller)/versions", ["ir": self.caller(of: "callee-\(callee.suffix(8))")])
        _ = try await server.send(
            "PATCH", "/api/workflows/\(caller)/versions/\(version.json["id"]?.string ?? "")", ["locked": true])
        _ = try await server.send(
            "POST", "/api/workflows/\(caller)/versions", ["ir": self.caller(of: "somebody-else")])
        let project = try await project(server)
        _ = try await server.send(
            "POST", "/api/env-vars?projectId=\(project)", ["name": "SHARED", "value": "s", "isSecret": false])
        return (callee, caller)
    }

    /// A file without what an import makes anew.
    private func comparable(_ file: JSONValue) -> JSONValue {
        var object = file.object ?? [:]
        var project = object["project"]?.object ?? [:]
        project["slug"] = nil as JSONValue?
        object["project"] = .object(project)
        object["workflows"] = .array(
            (file["workflows"]?.array ?? []).map { workflow in
                var workflow = workflow.object ?? [:]
                workflow["id"] = nil as JSONValue?
                workflow["envVars"] = .array((workflow["envVars"]?.array ?? []).filter { $0["isSecret"] != true })
                workflow["versions"] = .array((workflow["versions"]?.array ?? []).filter { $0["locked"] != true })
                return .object(workflow)
            })
        return .object(object)
    }

    @Test("An exported project is imported as it was, with ids of its own and references that follow them")
    func roundTrip() async throws {
        try await Server.with { server in
            let (callee, _) = try await fill(server)
            let exported = try await server.send("GET", "/api/projects/\(try await project(server))/export")
            #expect(exported.status == 200)
            #expect(exported.headers["content-disposition"]?.contains(".millrace.json") == true)
            #expect(!exported.text.contains("tr4nsfer-secret"))
            let imported = try await server.send("POST", "/api/projects/import?name=Copy", exported.text)
            #expect(imported.status == 201, "\(imported.text)")
            #expect(imported.json["project"]?["slug"] == "my-project-2")
            let workflows = imported.json["workflows"]?.array ?? []
            #expect(workflows.map { $0["name"] } == ["Callee", "Caller"])
            let newCallee = workflows.first?["id"]?.string ?? ""
            #expect(workflows.first?["importedId"]?.string == callee && newCallee != callee)
            #expect(
                imported.json["secretsToSet"] == [["name": "TOKEN", "workflowId": .string(newCallee)]])
            let warnings = imported.json["warnings"]?.array ?? []
            #expect(
                warnings.map { $0["pointer"] } == ["/workflows/1/versions/1/ir/nodes/1/data/workflowId"], "\(warnings)")
            // Another project's key is not this one's; a key of the organization is.
            let copy = imported.json["project"]?["id"]?.string ?? ""
            let other = try await server.key([.read, .write])
            #expect(try await server.send("GET", "/api/projects/\(copy)/export", key: other).status == 404)
            #expect(try await server.send("GET", "/api/projects/\(copy)/export").status == 200)
            let key = try await server.installation.platform.keys.create(
                Caller(
                    organization: server.owner.organization, project: .init(copy), user: server.owner.user,
                    scopes: server.owner.scopes), name: "K", scopes: [.read, .write])
            let again = try await server.send("GET", "/api/projects/\(copy)/export", key: key.text)
            #expect(again.status == 200)
            #expect(again.json["project"]?["name"] == "Copy")
            var expected = comparable(exported.json).object ?? [:]
            var project = expected["project"]?.object ?? [:]
            project["name"] = "Copy"
            expected["project"] = .object(project)
            #expect(comparable(again.json) == .object(expected))
            let remapped = again.json["workflows"]?.array?.last?["versions"]?.array?.first
            #expect(remapped?["locked"] == true)
            #expect(
                remapped?["ir"]?["nodes"]?.array?.last?["data"]?["workflowId"]?.string
                    == "callee-\(newCallee.suffix(8))")
        }
    }

    @Test("A deploy configuration goes to the connection of the same provider and name, and to no other")
    func deployConfigs() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let used = try await server.connection().string ?? ""
            let config: JSONValue = ["copies": 3, "address": ["street": "Main"]]
            let set = try await server.send("PUT", "\(path)/deploy-config/\(used)", config)
            #expect(set.status == 200)
            let export = "/api/projects/\(try await project(server))/export"
            let file = try await server.send("GET", export).json
            #expect(
                file["workflows"]?.array?.first?["deployConfigs"] == [
                    ["connection": ["provider": "here", "name": "This machine"], "config": config]
                ])
            /// The configuration that the imported workflow has for the connection, and the warnings.
            func imported(_ file: JSONValue) async throws -> (config: JSONValue?, warnings: [JSONValue]) {
                let answer = try await server.send("POST", "/api/projects/import", file)
                #expect(answer.status == 201, "\(answer.text)")
                let key = try await server.installation.platform.keys.create(
                    Caller(
                        organization: server.owner.organization,
                        project: .init(answer.json["project"]?["id"]?.string ?? ""), user: server.owner.user,
                        scopes: server.owner.scopes), name: "K", scopes: [.read])
                let workflow = answer.json["workflows"]?.array?.first?["id"]?.string ?? ""
                let kept = try await server.send(
                    "GET", "/api/workflows/\(workflow)/deploy-config/\(used)", key: key.text)
                return (kept.json["config"], answer.json["warnings"]?.array ?? [])
            }
            let whole = try await imported(file)
            #expect(whole.config == config && whole.warnings == [])
            // Two that people call the same: nobody can tell which is meant.
            _ = try await server.send("POST", "/api/connections", ["provider": "here", "name": "This machine"])
            let unclear = try await imported(file)
            #expect(unclear.config == [:] && unclear.warnings.map { $0["code"] } == ["import.connection"])
            #expect(unclear.warnings.first?["pointer"] == "/workflows/0/deployConfigs/0/connection")
            _ = try await server.send("PATCH", "/api/connections/\(used)", ["name": "Renamed"])
            _ = try await server.send(
                "POST", "/api/connections",
                ["provider": "elsewhere", "name": "Renamed", "credentials": ["apiToken": "t"]])
            let renamed = try await server.send("GET", export).json
            #expect(try await imported(renamed).config == config)
            let absent = JSONValue.string("Nowhere")
            let lost = try await imported(
                try JSONValue(parsing: renamed.text.replacing("\"Renamed\"", with: absent.text)))
            #expect(lost.config == [:] && lost.warnings.first?["message"]?.string?.contains("\"Nowhere\"") == true)
            let broken = try await server.send(
                "POST", "/api/projects/import",
                try JSONValue(parsing: renamed.text.replacing("\"Renamed\"", with: "7")))
            #expect(broken.status == 400)
            #expect(
                broken.json["details"]?.array?.map { $0["pointer"] } == [
                    "/workflows/0/deployConfigs/0/connection/name"
                ])
        }
    }

    @Test("Every problem of a file is told at once, and nothing of it is kept")
    func problems() async throws {
        try await Server.with { server in
            var broken = Installation.document().object ?? [:]
            broken["entryNodeId"] = "nowhere"
            let file: JSONValue = [
                "format": "millrace.project", "formatVersion": 1,
                "project": ["name": "", "envVars": [["name": "lower", "value": "x"]]],
                "workflows": [
                    [
                        "id": "a", "name": "A", "kind": "other", "envVars": [["name": "X", "value": 7]],
                        "versions": [
                            ["number": 1, "ir": .object(broken)], ["number": 1, "ir": Installation.document()],
                        ],
                    ],
                    ["id": "a", "name": "B", "dependencies": ["lodash": ""], "versions": 3],
                ],
            ]
            let answer = try await server.send("POST", "/api/projects/import?slug=No+slug", file)
            #expect(answer.status == 400)
            let pointers = Set(answer.json["details"]?.array?.compactMap { $0["pointer"]?.string } ?? [])
            for pointer in [
                "/project/name", "/project/envVars/0/name", "/workflows/0/kind", "/workflows/0/envVars/0/value",
                "/workflows/0/versions/0/ir/entryNodeId", "/workflows/0/versions/1/number", "/workflows/1/id",
                "/workflows/1/dependencies/lodash", "/workflows/1/versions", "/slug",
            ] { #expect(pointers.contains(pointer), "\(pointer): \(pointers)") }
            #expect(try await server.send("GET", "/api/projects").json["data"]?.array?.count == 1)
            for (body, status) in [("[]", 400), (#"{"format":"other"}"#, 400), ("{", 400)] {
                #expect(try await server.send("POST", "/api/projects/import", body).status == status)
            }
        }
    }

    @Test("A slug that was asked for and is taken is a conflict; a file may be longer than other bodies, not endless")
    func limits() async throws {
        try await Server.with(bodyLimit: 1000) { server in
            let file: JSONValue = [
                "format": "millrace.project", "formatVersion": 1,
                "project": ["name": "P", "description": .string((0..<1500).map { "\($0)" }.joined())], "workflows": [],
            ]
            #expect(try await server.send("POST", "/api/projects/import?slug=p", file).status == 201)
            #expect(try await server.send("POST", "/api/projects/import?slug=p", file).status == 409)
            let second = try await server.send("POST", "/api/projects/import", file)
            #expect(second.json["project"]?["slug"] == "p-2")
            let endless = String(repeating: " ", count: ProjectFile.limit + 1)
            #expect(try await server.send("POST", "/api/projects/import", endless).status == 413)
        }
    }
}
