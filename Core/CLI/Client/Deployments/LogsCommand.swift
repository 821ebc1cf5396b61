import ArgumentParser
import JSON

/// `millrace logs`
struct LogsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Shows the logs of a deployment: of a function, or of trigger code.",
        discussion: "The provider keeps the newest lines only. millrace runs logs shows those of a run.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    @OptionGroup var connection: ConnectionOption

    @OptionGroup var filter: LogFilterOptions

    func run(_ api: RESTClient, _ output: Output) async throws {
        let workflow = try await workflow.find(api)
        let path = "/api/workflows/\(workflow.id)"
        let connection = try await connection.find(api, ofWorkflow: path)
        let deployment = try await api.items("\(path)/deployments", ["status": "active"])
            .first { $0["connectionId"]?.string == connection }
        guard let deployment else {
            throw ClientError(
                .notFound,
                "\"\(workflow["name"]?.string ?? "")\" is not deployed to this connection. Deploy it with millrace deploy."
            )
        }
        let kind = workflow["kind"]?.string == "script" ? "" : " millrace runs logs shows those of a run."
        output.logs(
            try await api.list("\(path)/deployments/\(deployment.id)/logs", filter.query),
            empty: "No log lines\(filter.isEmpty ? "" : " that match"): nothing was printed outside runs.\(kind)")
    }
}
