import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("What the REST specification says of its rows", .timeLimit(.minutes(10)))
struct SpecificationBehaviourTests {
    private static let large = JSONValue.string(String(repeating: "x", count: Runs.paramsLimit))
    private static let cron: JSONValue = [
        "metadata": [
            "name": "F", "version": 1, "createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z",
        ],
        "trigger": ["type": "cron", "schedule": "0 0 * * *"],
        "nodes": [
            [
                "id": "a", "type": "sleep", "name": "A", "position": ["x": 0, "y": 0], "version": "1.0.0",
                "provider": "here", "data": ["duration": "1 hour"],
            ]
        ], "edges": [], "entryNodeId": "a", "kind": "script",
    ]

    @Test("Its rules hold, each with its status and code")
    func rules() async throws {
        try await Server.with { server in
            var fixture = try await OrganizationFixture.build(
                server, key: try await server.key([.read, .write, .deploy]))
            let workflow = "workflows/\(fixture.id("workflowId"))"
            let target: JSONValue = ["connectionId": .string(fixture.id("deployedTo"))]
            let function = try await server.send("POST", "/api/workflows", ["name": "F", "kind": "script"])
            fixture.keep("functionId", function)
            let script = "workflows/\(fixture.id("functionId"))"
            let spare = "\(workflow)/versions/\(fixture.id("versionId"))"
            #expect(try await server.send("PATCH", "/api/\(spare)", ["locked": true]).status == 200)
            let rows: [(method: String, path: String, body: JSONValue?, status: Int, code: String)] = [
                ("POST", "workflows", nil, 400, "request.invalid"),
                ("POST", "workflows", [:], 400, "request.invalid"),
                ("POST", "workflows", ["name": ""], 400, "request.invalid"),
                ("POST", "workflows", ["name": "A", "kind": "queue"], 400, "request.invalid"),
                ("PATCH", workflow, ["kind": "script"], 400, "request.invalid"),
                ("PATCH", workflow, ["envVars": [["name": "lower", "value": "v"]]], 400, "request.invalid"),
                ("PATCH", "\(workflow)/move", ["targetProjectId": "nothing"], 404, "project.notFound"),
                ("GET", "\(workflow)/full?version=nothing", nil, 404, "version.notFound"),
                ("POST", "\(workflow)/versions", [:], 400, "request.invalid"),
                ("POST", "\(workflow)/versions", ["ir": [:]], 400, "version.rejected"),
                ("POST", "\(script)/versions", ["ir": Self.cron], 400, "version.rejected"),
                ("PATCH", spare, ["locked": "yes"], 400, "request.invalid"),
                ("DELETE", spare, nil, 409, "version.locked"),
                ("DELETE", "\(workflow)/versions/\(fixture.id("otherVersionId"))", nil, 409, "version.deployed"),
                (
                    "POST", "\(workflow)/deploy",
                    ["connectionId": target["connectionId"] ?? .null, "versionId": .string(fixture.id("versionId"))],
                    409,
                    "deploy.versionLocked"
                ),
                ("POST", "\(workflow)/deploy", [:], 400, "request.invalid"),
                ("POST", "\(script)/trigger", target, 400, "workflow.functionHasNoRuns"),
                (
                    "POST", "\(workflow)/trigger",
                    ["connectionId": target["connectionId"] ?? .null, "params": Self.large], 400,
                    "trigger.paramsTooLarge"
                ),
                (
                    "POST", "\(workflow)/takedown", ["connectionId": .string(fixture.id("connectionId"))], 409,
                    "workflow.notDeployed"
                ),
                ("DELETE", "connections/\(fixture.id("deployedTo"))", nil, 409, "connection.inUse"),
                ("POST", "env-vars", ["name": "lower", "value": "v"], 400, "request.invalid"),
                ("POST", "env-vars", ["name": "1A", "value": "v"], 400, "request.invalid"),
                ("POST", "env-vars", ["name": "FIXTURE", "value": "v"], 409, "variable.exists"),
                ("PATCH", "env-vars/\(fixture.id("variableId"))", ["name": "a-b"], 400, "request.invalid"),
                ("POST", "marketplace/install", [:], 400, "request.invalid"),
                ("GET", "resources/boxes/a/things", nil, 400, "request.invalid"),
            ]
            for row in rows {
                let answer = try await server.send(row.method, "/api/\(row.path)", row.body?.text)
                #expect(answer.status == row.status, "\(row.method) \(row.path): \(answer.text.prefix(300))")
                #expect(answer.json["code"]?.string == row.code, "\(row.method) \(row.path)")
            }
            // Secrets are masked, and a mask that is sent back changes nothing.
            let list = try await server.send("GET", "/api/env-vars")
            #expect(list.json["data"]?.array?.first?["value"]?.string == Variable.mask)
        }
    }

    @Test("Every list takes a limit from 1 to 100 and the cursor that it gave, and refuses others")
    func pages() async throws {
        try await Server.with { server in
            let person = try await Person.owner(of: server)
            let fixture = try await OrganizationFixture.build(
                server, key: try await server.key([.read, .write, .deploy, .audit]), person: person)
            let lists = server.operations.filter { $0.query.contains { $0.name == "cursor" } }
            #expect(lists.count >= 15)
            for operation in lists {
                let path = operation.parameters.reduce(operation.path) {
                    $0.replacing(":\($1)", with: fixture.id($1))
                }
                for (query, status) in [
                    ("limit=0", 400), ("limit=101", 400), ("limit=-1", 400), ("limit=ten", 400), ("limit=", 400),
                    ("cursor=nothing", 400), ("limit=1", 200), ("limit=100", 200), ("q=%C3%84", 200),
                ] where !query.hasPrefix("q") || operation.query.contains(where: { $0.name == "q" }) {
                    let answer = try await fixture.send(operation, "\(path)?\(query)", nil)
                    #expect(answer.status == status, "\(path)?\(query): \(answer.text.prefix(200))")
                }
            }
        }
    }

    @Test("A page has 50, and pages hold what was there when they began, whatever is added meanwhile")
    func stable() async throws {
        try await Server.with { server in
            for number in 0..<60 {
                _ = try await server.send("POST", "/api/workflows", ["name": .string("W\(number)")])
            }
            let first = try await server.send("GET", "/api/workflows").json
            #expect(first["data"]?.array?.count == 50)
            for number in 0..<5 { _ = try await server.send("POST", "/api/workflows", ["name": .string("N\(number)")]) }
            let cursor = first["nextCursor"]?.string ?? ""
            let second = try await server.send("GET", "/api/workflows?cursor=\(cursor)").json
            #expect(second["nextCursor"] == .null)
            let names = ((first["data"]?.array ?? []) + (second["data"]?.array ?? [])).compactMap { $0["name"]?.string }
            #expect(names == (0..<60).reversed().map { "W\($0)" })
        }
    }
}
