import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

/// An organization with one of everything, made over HTTP.
struct OrganizationFixture: Sendable {
    let server: Server
    /// With all scopes.
    let key: String
    /// Its owner, when there is one who has signed in.
    let person: Person?
    /// Of its things, by the names that paths have for them; `deployedTo` is a connection, too.
    private(set) var ids: [String: String]

    /// - Parameter key: Of an organization that has nothing yet.
    /// - Parameter name: Of what has to have another name than that of another fixture in the organization.
    static func build(
        _ server: Server, key: String, person: Person? = nil, called name: String = "FIXTURE"
    ) async throws -> OrganizationFixture {
        var fixture = OrganizationFixture(server: server, key: key, person: person, ids: [:])
        try await fixture.fill(name)
        return fixture
    }

    func id(_ name: String) -> String { ids[name] ?? "" }

    mutating func keep(_ name: String, _ answer: Server.Answer) { keep(name, id: answer.json["id"]) }

    mutating func keep(_ name: String, id: JSONValue?) { ids[name] = id?.string }

    private mutating func fill(_ name: String) async throws {
        try await make("workflowId", "/api/workflows", ["name": "House"])
        let workflow = "/api/workflows/\(id("workflowId"))"
        try await make("versionId", "\(workflow)/versions", ["ir": Installation.document()])
        try await make("otherVersionId", "\(workflow)/versions", ["ir": Installation.document(code: "return 2;")])
        let draft = try await server.send("PUT", "\(workflow)/draft", ["document": ["nodes": []]], key: key)
        #expect(draft.status == 200, "\(draft.text)")
        try await make("deployedTo", "/api/connections", ["provider": "here", "name": "Used", "credentials": [:]])
        try await make("connectionId", "/api/connections", ["provider": "here", "name": "Spare", "credentials": [:]])
        let target: JSONValue = ["connectionId": .string(id("deployedTo"))]
        try await make("deploymentId", "\(workflow)/deploy", target)
        try await make("runId", "\(workflow)/trigger", target)
        // A number of a step that no other text has.
        keep("step", id: "0000000001")
        try await make("jobId", "/api/runs/jobs", ["action": "terminate", "filter": ["runIds": ["none"]]])
        try await make("variableId", "/api/env-vars", ["name": .string(name), "value": "v", "isSecret": true])
        try await make(
            "credentialId", "/api/credentials",
            [
                "name": .string(name.lowercased().replacing("_", with: "-")), "type": "api-key",
                "values": ["token": "k"],
            ])
        try await make("projectId", "/api/projects", ["name": .string("Spare \(name)")])
        try await make(
            "webhookId", "/api/webhooks", ["name": "H", "url": "https://example.com/hook", "events": ["run.complete"]])
        try await make("deliveryId", "/api/webhooks/\(id("webhookId"))/ping", [:])
        guard let person else { return }
        try await make("apiKeyId", "/api/api-keys", ["name": "Spare", "scopes": ["read"]], in: person)
        try await make("invitationId", "/api/invitations", ["email": "somebody@example.com"], in: person)
        try await keep("sessionId", id: person.otherSession())
        let organizations = try await person.send("GET", "/api/organizations").json["data"]?.array
        let members = try await person.send("GET", "/api/members").json["data"]?.array
        ids["organizationId"] = organizations?.first?["id"]?.string
        ids["userId"] = members?.first?["userId"]?.string
    }

    private mutating func make(
        _ name: String, _ path: String, _ body: JSONValue, in person: Person? = nil
    ) async throws {
        let answer =
            if let person {
                try await person.send("POST", path, body)
            } else {
                try await server.send("POST", path, body.text, key: key)
            }
        #expect([201, 202].contains(answer.status), "\(path): \(answer.text)")
        keep(name, answer)
    }

    /// A request without a body.
    func send(_ method: String, _ path: String, inSession: Bool) async throws -> Server.Answer {
        if inSession, let person { return try await person.send(method, path) }
        return try await server.send(method, path, key: key)
    }

    /// A request by its key, or by its person where keys are not taken.
    func send(
        _ operation: OperationSpec, _ path: String, _ body: JSONValue?, headers: [String: String] = [:]
    ) async throws -> Server.Answer {
        if case .session = operation.access, let person {
            return try await person.send(operation.method.rawValue, path, body, headers: headers)
        }
        return try await server.send(operation.method.rawValue, path, body?.text, key: key, headers: headers)
    }
}

extension OperationSpec {
    /// A stream of what happens, which ends long after a test; ``FeedTests`` reads them.
    var isEndless: Bool { path == "/api/projects/:projectId/events" || path.hasSuffix("/stream") }
}
