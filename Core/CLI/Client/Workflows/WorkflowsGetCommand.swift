import ArgumentParser

/// `millrace workflows get`
struct WorkflowsGetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Shows a workflow, its current version and its deployments.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    static let columns = [
        Column("Name", "name"), Column("Id", "id"), Column("Kind", "kind"), Column("Description", "description"),
        Column("Status", "status"), Column("Newest version", "currentVersion.version"),
        Column("Version id", "currentVersion.id"), Column("Deployed", "deployed"),
        Column("URL", "activeDeployment.url"), Column("Created", "createdAt"), Column("Updated", "updatedAt"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        let whole = try await api.get(try await workflow.path(api) + "/full")
        guard !output.isJSON, var shown = whole.object, let deployments = shown["deployments"]?.array,
            !deployments.isEmpty
        else { return output.details(whole, Self.columns) }
        let newest = whole.at("currentVersion.version")?.int
        let lines = try await api.named(deployments, "connectionId", .connection).map { deployment in
            let version = deployment["version"]?.int
            let text = version.map { "version \($0)" } ?? "a deleted version"
            return "\(text)\(version == newest ? "" : ", not the newest,") to \(deployment["connectionId"]?.string ?? "a deleted connection")"
        }
        shown["deployed"] = .string(lines.joined(separator: "\n"))
        output.details(.object(shown), Self.columns)
    }
}
