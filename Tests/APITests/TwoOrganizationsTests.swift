import JSON
import PlatformFixtures
import Storage
import Testing

@testable import API
@testable import Platform

@Suite("Two organizations")
struct TwoOrganizationsTests {
    /// Everything one organization has, by the name that paths have for it.
    private struct House: Sendable {
        let key: String
        let ids: [String: String]
    }

    @Test("What belongs to one is not there for the other, whatever it asks for")
    func apart() async throws {
        try await Server.with { server in
            let first = try await house(server, try await server.key([.read, .write, .deploy]))
            let stranger = try await server.installation.stranger(server.owner)
            let key = try await server.installation.platform.keys.create(
                stranger, name: "S", scopes: [.read, .write, .deploy])
            let second = try await house(server, key.text)
            for (one, other) in [(first, second), (second, first)] {
                for (method, path, body) in Self.requests(one.ids, own: other.ids) {
                    let answer = try await server.send(method, path, body?.text, key: other.key)
                    #expect(answer.status == 404, "\(method) \(path): \(answer.status) \(answer.text.prefix(200))")
                }
            }
            // All of it is there still.
            for house in [first, second] {
                let workflow = "/api/workflows/\(house.ids["workflow"] ?? "")"
                for path in [
                    workflow, "\(workflow)/versions/\(house.ids["version"] ?? "")",
                    "\(workflow)/runs/\(house.ids["run"] ?? "")",
                ] {
                    #expect(try await server.send("GET", path, key: house.key).status == 200)
                }
            }
        }
    }

    @Test("Lists show one's own only")
    func lists() async throws {
        try await Server.with { server in
            _ = try await house(server, try await server.key([.read, .write, .deploy]))
            let stranger = try await server.installation.stranger(server.owner)
            let key = try await server.installation.platform.keys.create(stranger, name: "S", scopes: [.read])
            for path in ["workflows", "deployments", "runs", "connections", "env-vars"] {
                let list = try await server.send("GET", "/api/\(path)", key: key.text)
                #expect(list.status == 200 && list.json["data"] == [], "\(path)")
            }
        }
    }

    /// Every endpoint that names something, with the ids of `one`.
    private static func requests(
        _ one: [String: String], own: [String: String]
    ) -> [(method: String, path: String, body: JSONValue?)] {
        func id(_ name: String) -> String { one[name] ?? "" }
        let workflow = "/api/workflows/\(id("workflow"))"
        let ownWorkflow = "/api/workflows/\(own["workflow"] ?? "")"
        let version = "\(workflow)/versions/\(id("version"))"
        let run = "\(workflow)/runs/\(id("run"))"
        let connection: JSONValue = ["connectionId": .string(own["connection"] ?? "")]
        let theirs: JSONValue = ["connectionId": .string(id("connection"))]
        return [
            ("GET", workflow, nil), ("GET", "\(workflow)/full", nil), ("PATCH", workflow, ["name": "X"]),
            ("DELETE", workflow, nil),
            ("PATCH", "\(workflow)/move", ["targetProjectId": .string(own["project"] ?? "")]),
            ("PATCH", "\(ownWorkflow)/move", ["targetProjectId": .string(id("project"))]),
            ("GET", "\(workflow)/versions", nil),
            ("POST", "\(workflow)/versions", ["ir": Installation.document()]), ("GET", version, nil),
            ("PATCH", version, ["locked": true]), ("POST", "\(version)/revert", nil), ("DELETE", version, nil),
            ("GET", "\(version)/diff/\(id("version"))", nil),
            ("GET", "\(ownWorkflow)/versions/\(id("version"))", nil),
            ("GET", "\(ownWorkflow)/full?version=\(id("version"))", nil),
            ("GET", "\(workflow)/deployments", nil), ("POST", "\(workflow)/deploy", connection),
            ("POST", "\(ownWorkflow)/deploy", theirs), ("POST", "\(workflow)/deploy-stream", connection),
            ("POST", "\(workflow)/trigger", connection), ("POST", "\(ownWorkflow)/trigger", theirs),
            ("POST", "\(workflow)/takedown", connection), ("POST", "\(ownWorkflow)/takedown", theirs),
            ("GET", "\(workflow)/runs", nil), ("GET", run, nil), ("GET", "\(run)/steps", nil),
            ("GET", "\(run)/logs", nil),
            ("POST", "\(run)/pause", nil), ("POST", "\(run)/resume", nil), ("POST", "\(run)/terminate", nil),
            ("POST", "\(run)/events", ["type": "x"]), ("GET", "\(ownWorkflow)/runs/\(id("run"))", nil),
            ("PATCH", "/api/connections/\(id("connection"))", ["name": "X"]),
            ("DELETE", "/api/connections/\(id("connection"))", nil),
            ("PATCH", "/api/env-vars/\(id("variable"))", ["value": "X"]),
            ("DELETE", "/api/env-vars/\(id("variable"))", nil),
            ("PATCH", "/api/projects/\(id("project"))", ["name": "X"]),
            ("DELETE", "/api/projects/\(id("project"))", nil),
            ("GET", "/api/resources/boxes/a/things?connectionId=\(id("connection"))", nil),
        ]
    }

    private func house(_ server: Server, _ key: String) async throws -> House {
        func post(_ path: String, _ body: JSONValue) async throws -> String {
            let answer = try await server.send("POST", path, body, key: key)
            #expect((200..<300).contains(answer.status), "\(path): \(answer.text)")
            return answer.json["id"]?.string ?? ""
        }
        let workflow = try await post("/api/workflows", ["name": "W"])
        let version = try await post("/api/workflows/\(workflow)/versions", ["ir": Installation.document()])
        let connection = try await post("/api/connections", ["provider": "here", "name": "C", "credentials": [:]])
        let target: JSONValue = ["connectionId": .string(connection)]
        _ = try await post("/api/workflows/\(workflow)/deploy", target)
        let run = try await post("/api/workflows/\(workflow)/trigger", target)
        let variable = try await post("/api/env-vars", ["name": "HOUSE", "value": "v"])
        let projects = try await server.send("GET", "/api/projects", key: key).json["data"]?.array ?? []
        return House(
            key: key,
            ids: [
                "workflow": workflow, "version": version, "connection": connection, "run": run, "variable": variable,
                "project": projects.first?["id"]?.string ?? "",
            ])
    }
}
