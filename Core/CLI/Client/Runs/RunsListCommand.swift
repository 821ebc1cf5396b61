import ArgumentParser

/// `millrace runs list`
struct RunsListCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists runs, the newest first.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    @Option(help: "Only those of a workflow: its id or name.")
    var workflow: String?

    @Option(help: "Only those in a state, such as running, waiting, complete or errored.")
    var status: String?

    @Flag(help: "Test runs, which are left out otherwise, and nothing else.")
    var tests = false

    static let columns = [
        Column("ID", "id"), Column("WORKFLOW", "workflowId"), Column("STATUS", "status"),
        Column("CREATED", "createdAt"),
        Column("FINISHED", "finishedAt"), Column("ERROR", "error.message"),
    ]

    var query: RESTClient.Query { ["status": status, "test": tests ? "true" : nil] }

    func path(_ api: RESTClient) async throws -> String {
        guard let workflow else { return "/api/runs" }
        return "/api/workflows/\(try await api.find(.workflow, workflow).id)/runs"
    }
}
