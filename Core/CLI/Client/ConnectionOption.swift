import ArgumentParser
import JSON

/// The connection that a command uses.
struct ConnectionOption: ParsableArguments {
    @Option(help: "The connection: its id or name; not required when there is only one.")
    var connection: String?

    func find(_ api: RESTClient) async throws -> JSONValue {
        if let connection { return try await api.find(.connection, connection) }
        return try Self.only(try await api.items("/api/connections"))
    }

    /// The one that a workflow is deployed to, when none is named.
    func find(_ api: RESTClient, ofWorkflow workflow: String) async throws -> String {
        if connection != nil { return try await find(api).id }
        let active = try await api.items("\(workflow)/deployments", ["status": "active"])
        let ids = Set(active.compactMap { $0["connectionId"]?.string })
        if ids.count == 1, let id = ids.first { return id }
        guard !ids.isEmpty else { return try await find(api).id }
        let candidates = try await api.items("/api/connections").filter { ids.contains($0.id) }
        return try Self.only(candidates).id
    }

    private static func only(_ connections: [JSONValue]) throws -> JSONValue {
        if connections.count == 1 { return connections[0] }
        guard !connections.isEmpty else {
            throw ClientError(.notFound, "The project has no connections. Create one with millrace connections create.")
        }
        throw ClientError(
            .usage, "There are \(connections.count) connections. Choose one with --connection:",
            lines: connections.map { "\($0.id)  \($0["name"]?.string ?? "")" })
    }
}
