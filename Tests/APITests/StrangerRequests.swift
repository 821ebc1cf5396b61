import JSON
import Testing

@testable import API

/// Requests that name what belongs to somebody else.
struct StrangerRequests: Sendable {
    /// What both may name, as parts of paths and bodies have it.
    let shared: Set<String>

    /// Members of bodies that name things, and what they name.
    private static let all = [
        "connectionId": "deployedTo", "versionId": "versionId", "targetProjectId": "projectId",
        "projectId": "projectId", "credentialId": "credentialId",
    ]

    private var references: [String: String] { Self.all.filter { !shared.contains($0.key) } }

    /// Requests of a stranger with ids of things that are not theirs: in the path, all of them or all but the first, and
    /// in the body.
    func callAsFunction(
        _ operation: OperationSpec, ids: [String: String], own: [String: String]
    ) -> [(path: String, body: JSONValue?)] {
        let names = operation.parameters.filter { !shared.contains($0) }
        for name in names where ids[name] == nil { Issue.record("House has no \(name): \(operation.path)") }
        let body = operation.jsonBody.map { filled($0.sample, own) }
        func path(_ theirs: some Collection<String>) -> String {
            operation.parameters.reduce(operation.path) { path, name in
                let id = shared.contains(name) ? "nothing" : (theirs.contains(name) ? ids : own)[name]
                return path.replacing(":\(name)", with: id ?? "")
            }
        }
        var requests: [(String, JSONValue?)] = names.isEmpty ? [] : [(path(names), body)]
        if names.count > 1 { requests.append((path(names.dropFirst()), body)) }
        for (member, thing) in references where body?[member] != nil {
            var members = body?.object ?? [:]
            members[member] = ids[thing].map(JSONValue.string)
            requests.append((path([]), .object(members)))
        }
        return requests
    }

    private func filled(_ sample: JSONValue, _ ids: [String: String]) -> JSONValue {
        var members = sample.object ?? [:]
        for (member, thing) in references where members[member] != nil {
            members[member] = ids[thing].map(JSONValue.string)
        }
        return .object(members)
    }
}
