import ArgumentParser

/// `millrace workflows get`
struct WorkflowsGetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Shows a workflow, its current version and its deployments.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    static let columns = [
        Column("Name", "name"), Column("Id", "id"), Column("Kind", "kind"), Column("Description", "description"),
        Column("Status", "status"), Column("Newest", "newest"),
        Column("Version id", "currentVersion.id"), Column("Deployed", "deployed"),
        Column("Deployed to", "connections"),
        Column("URL", "activeDeployment.url"), Column("Created", "createdAt"), Column("Updated", "updatedAt"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        let whole = try await api.get(try await workflow.path(api) + "/full")
        guard !output.isJSON, var shown = whole.object else { return output.details(whole, Self.columns) }
        let newest = whole.at("currentVersion.version")?.int
        if let newest { shown["newest"] = .string("version \(newest)") }
        let deployments = try await api.named(shown["deployments"]?.array ?? [], "connectionId", .connection)
        let connections = deployments.map { $0["connectionId"]?.string ?? "a deleted connection" }
        let versions = deployments.map { deployment in
            guard let version = deployment["version"]?.int else { return "a deleted version" }
            return "version \(version)\(version == newest ? "" : ", not the newest")"
        }
        // Connections may have different ones.
        let places =
            Set(versions).count < 2 ? Array(versions.prefix(1)) : zip(versions, connections).map { "\($0) to \($1)" }
        shown["deployed"] = .string(places.joined(separator: "\n"))
        shown["connections"] = .string(connections.joined(separator: ", "))
        output.details(.object(shown), Self.columns)
    }
}
