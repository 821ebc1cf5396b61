import ArgumentParser
import JSON

/// `millrace runs list`
struct RunsListCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists runs, the newest first.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    @Option(help: "Filter by workflow: its id or name.")
    var workflow: String?

    @Option(help: "Filter by status, such as running, waiting, complete or errored.")
    var status: String?

    @Flag(help: "List only test runs, which are otherwise omitted.")
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

    func shown(_ items: [JSONValue], _ api: RESTClient) async throws -> [JSONValue] {
        try await api.named(items, "workflowId", .workflow)
    }
}
