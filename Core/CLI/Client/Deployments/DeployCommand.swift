import ArgumentParser
import JSON

/// `millrace deploy`
struct DeployCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy", abstract: "Deploys a workflow's version, and shows the stages.",
        discussion: "Prompts for confirmation on a terminal, unless --yes is passed.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    @OptionGroup var version: VersionOption

    @OptionGroup var connection: ConnectionOption

    @OptionGroup var confirmation: ConfirmOption

    @Flag(help: "Show the planned changes without making them.")
    var preview = false

    private static let columns = [
        Column("Deployment", "id"), Column("Status", "status"), Column("Service", "serviceName"), Column("URL", "url"),
        Column("Notes", "notes"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        let workflow = try await workflow.find(api)
        let path = "/api/workflows/\(workflow.id)"
        let connection = try await connection.find(api)
        let chosen = try await version.find(api, ofWorkflow: path)
        guard !preview else { return try await show(path, connection.id, chosen.id, api, output) }
        let target = "\"\(workflow["name"]?.string ?? "")\" version \(chosen["version"]?.int ?? 0)"
        try confirmation.confirm("Deploy \(target) to \"\(connection["name"]?.string ?? "")\"?", isRequired: false)
        let deployment = try await DeployStages(api: api, workflow: path)
            .deploy(connection: connection.id, version: chosen.id)
        output.details(deployment, Self.columns)
    }

    private func show(
        _ path: String, _ connection: String, _ version: String, _ api: RESTClient, _ output: Output
    ) async throws {
        let order: JSONValue = ["connectionId": .string(connection), "versionId": .string(version)]
        let preview = try await api.post("\(path)/deploy-preview", order)
        guard !output.isJSON else { return output.json(preview) }
        Terminal.print("Service \(preview["serviceName"]?.string ?? "")")
        let lines = (preview["changes"]?.array ?? []) + (preview["notes"]?.array ?? [])
        for line in lines { Terminal.print("  \(CommandHints(line.string ?? "").text)") }
    }
}
