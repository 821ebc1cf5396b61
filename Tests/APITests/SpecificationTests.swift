import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("The rows of the REST specification", .timeLimit(.minutes(10)))
struct SpecificationTests {
    @Test("There are 57 of them, and each is an endpoint of the description, with its scope")
    func complete() async throws {
        try await Server.with(contributions: FakeContributions(resources: SpecificationTable.resources)) { server in
            let rows = SpecificationTable.all.flatMap(\.rows)
            #expect(rows.count == 57 && Set(rows.map { "\($0.method) \($0.path)" }).count == 57)
            for row in rows {
                switch Self.operation(of: row, on: server)?.access {
                case .scope(let scope): #expect(scope == row.scope, "\(row.method) \(row.path)")
                case .session: #expect(row.scope == nil, "\(row.method) \(row.path)")
                case .open, .cookie, nil: Issue.record("\(row.method) \(row.path) is not there")
                }
            }
        }
    }

    @Test(
        "Each answers to a key with its scope and to no other, and knows no id that is nobody's",
        arguments: SpecificationTable.all)
    func answers(table: SpecificationTable) async throws {
        try await Self.with(table) { server in
            let isInSession = table.rows.contains { $0.scope == nil }
            let person = isInSession ? try await Person.owner(of: server) : nil
            let all = try await server.key([.read, .write, .deploy])
            var fixture = try await OrganizationFixture.build(server, key: all, person: person)
            var keys: [Scope: String] = [
                .read: try await server.key([.read]), .write: try await server.key([.read, .write]),
                .deploy: try await server.key([.read, .deploy]),
            ]
            // A key moves workflows to projects where it sees them.
            if table.testDescription == "Workflows" {
                keys[.write] = try await server.installation.platform.keys.create(
                    server.owner, name: "Wide", scopes: [.read, .write], organizationWide: true
                ).text
            }
            for row in table.rows {
                let operation = try #require(Self.operation(of: row, on: server))
                let (path, unknown) = Self.paths(row, fixture)
                let body = row.body.map { Self.filled($0, fixture) }
                let told = Comment(rawValue: "\(row.method) \(row.path)")
                func refused(_ key: String, _ path: String = path) async throws -> (status: Int, code: String) {
                    let answer = try await server.send(row.method, path, body?.text, key: key)
                    return (answer.status, answer.json["code"]?.string ?? "")
                }
                if let state = row.run { server.installation.provider.behave { $0.runState = state } }
                #expect(try await refused("") == (401, "auth.missing"), told)
                #expect(try await refused(APIKeyText.random().text) == (401, "auth.unknown"), told)
                let others = keys.filter { row.scope != .read && row.scope != $0.key }
                #expect(others.isEmpty == (row.scope == .read), told)
                for key in others.values { #expect(try await refused(key).status == 403, told) }
                if row.scope == nil { #expect(try await refused(all) == (403, "auth.sessionOnly"), told) }
                #expect(
                    unknown.isEmpty != (row.path.contains("/:") || row.path.hasPrefix("/resources")), told)
                for path in unknown {
                    let answer = try await fixture.send(operation, path, body)
                    #expect(answer.status == 404, "\(row.method) \(path): \(answer.text)")
                }
                let answer =
                    if let scope = row.scope {
                        try await server.send(row.method, path, body?.text, key: keys[scope])
                    } else {
                        try await fixture.send(operation, path, body)
                    }
                #expect(answer.status == row.status, "\(row.method) \(row.path): \(answer.text)")
                if let thing = row.keeps { fixture.keep(thing, answer) }
                guard answer.status == 201 else { continue }
                // A plugin's own thing is for the plugin to name.
                let location = try #require(answer.headers["location"], told)
                let there =
                    if let scope = row.scope {
                        try await server.send("GET", location, key: keys[scope])
                    } else {
                        try await fixture.send("GET", location, inSession: true)
                    }
                #expect(there.status == 200, "\(location): \(there.text)")
                if let id = answer.json["id"] { #expect(there.json["id"] == id, "\(location): \(there.text)") }
            }
        }
    }

    private static func operation(of row: SpecificationRow, on server: Server) -> OperationSpec? {
        PathTable(server.documented).operations(at: "/api" + row.path.replacing(":", with: "x")).first {
            $0.method.rawValue == row.method
        }
    }

    /// The path of what the fixture has, and paths in which one thing is nobody's.
    private static func paths(_ row: SpecificationRow, _ fixture: OrganizationFixture) -> (String, [String]) {
        let path = "/api" + row.path.replacing(":id", with: ":\(row.id)")
        let names = path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
        let node = row.path.hasPrefix("/marketplace") ? "postcard" : "http_request"
        let isResource = row.path.hasPrefix("/resources")
        func filled(without unknown: String) -> String {
            let parts = names.reduce(path) { path, name in
                path.replacing(":\(name)", with: name == unknown ? "nothing" : fixture.ids[name] ?? node)
            }
            let connection = unknown == "connection" ? "nothing" : fixture.id("deployedTo")
            return isResource ? "\(parts)?connectionId=\(connection)" : parts
        }
        // What a plugin has is for the plugin to know; the connection is the platform's.
        return (filled(without: ""), (isResource ? ["connection"] : names).map(filled))
    }

    private static func filled(_ body: JSONValue, _ fixture: OrganizationFixture) -> JSONValue {
        .object(
            JSONObject(
                (body.object ?? [:]).map { name, value in
                    let id = value.string.flatMap { $0.hasPrefix("$") ? fixture.ids[String($0.dropFirst())] : nil }
                    return (name, id.map(JSONValue.string) ?? value)
                }))
    }

    private static func with(
        _ table: SpecificationTable, _ body: @escaping @Sendable (Server) async throws -> Void
    ) async throws {
        guard table.testDescription == "Marketplace" else {
            return try await Server.with(
                contributions: FakeContributions(resources: SpecificationTable.resources), body)
        }
        try await Server.with(try await NodeRegistry(), body)
    }
}
