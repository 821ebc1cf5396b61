import ArgumentParser

/// `millrace workflows get`
struct WorkflowsGetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Shows a workflow, its current version and its deployments.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    static let columns = [
        Column("Name", "name"), Column("Id", "id"), Column("Kind", "kind"), Column("Description", "description"),
        Column("Status", "status"), Column("Version", "currentVersion.version"),
        Column("Version id", "currentVersion.id"), Column("Deployed to", "activeDeployment.connectionId"),
        Column("URL", "activeDeployment.url"), Column("Created", "createdAt"), Column("Updated", "updatedAt"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        let whole = try await api.get(try await workflow.path(api) + "/full")
        guard !output.isJSON, var shown = whole.object, let deployment = shown["activeDeployment"], !deployment.isNull
        else { return output.details(whole, Self.columns) }
        shown["activeDeployment"] = try await api.named([deployment], "connectionId", .connection)[0]
        output.details(.object(shown), Self.columns)
    }
}
