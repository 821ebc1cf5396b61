import Foundation
import JSON
import Values

/// A kind of resource that commands accept by id or by name.
struct Lookup: Sendable {
    let noun: String
    let path: String
    /// The members that name one, the first as people read it.
    let names: [String]
    /// The command that lists them.
    let command: String
    /// The member that identifies one.
    var id = "id"

    static let workflow = Lookup(noun: "workflow", path: "/api/workflows", names: ["name"], command: "workflows list")
    static let connection = Lookup(
        noun: "connection", path: "/api/connections", names: ["name"], command: "connections list")
    static let project = Lookup(
        noun: "project", path: "/api/projects", names: ["slug", "name"], command: "projects list")
    static let variable = Lookup(noun: "variable", path: "/api/env-vars", names: ["name"], command: "variables list")
    static let credential = Lookup(
        noun: "credential", path: "/api/credentials", names: ["name"], command: "credentials list")
    static let key = Lookup(
        noun: "API key", path: "/api/api-keys", names: ["name", "prefix"], command: "api-keys list")
    static let webhook = Lookup(noun: "webhook", path: "/api/webhooks", names: ["name"], command: "webhooks list")
    static let member = Lookup(
        noun: "member", path: "/api/members", names: ["email", "name"], command: "members list", id: "userId")
    static let invitation = Lookup(
        noun: "invitation", path: "/api/invitations", names: ["email"], command: "members invitations")
}

extension RESTClient {
    /// The resource of an id, or the only one of a name.
    /// - Throws: `ClientError` that lists the candidates, when there are several.
    func find(_ kind: Lookup, _ text: String) async throws -> JSONValue {
        if UUID(uuidString: text) != nil { return try await get("\(kind.path)/\(text)") }
        let all = try await items(kind.path)
        let found = all.filter { item in kind.names.contains { item[$0]?.string == text } }
        guard let first = found.first else {
            let known = all.flatMap { item in kind.names.compactMap { item[$0]?.string } }
            let nearest = NearestName.hint(for: text, among: known)
            throw ClientError(
                .notFound, "No \(kind.noun) is named \"\(text)\".\(nearest) millrace \(kind.command) lists them.")
        }
        guard found.count == 1 else {
            throw ClientError(
                .notFound, "\(found.count) \(kind.noun)s are named \"\(text)\". Choose one by its id:",
                lines: found.map { item in
                    ([kind.id] + kind.names).compactMap { item[$0]?.string }.joined(separator: "  ")
                })
        }
        return first
    }
}
