import ArgumentParser
import JSON

/// `millrace deployments`
struct DeploymentsCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "deployments", abstract: "Lists deployments, the newest first.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    @Option(help: "Filter by workflow: its id or name.")
    var workflow: String?

    @Option(help: "Filter by status: deploying, active, superseded, failed or removed.")
    var status: String?

    static let columns = [
        Column("ID", "id"), Column("WORKFLOW", "workflowId"), Column("CONNECTION", "connectionId"),
        Column("STATUS", "status"), Column("VERSION", "version"), Column("CREATED", "createdAt"), Column("URL", "url"),
    ]

    var query: RESTClient.Query { ["status": status] }

    func path(_ api: RESTClient) async throws -> String {
        guard let workflow else { return "/api/deployments" }
        return "/api/workflows/\(try await api.find(.workflow, workflow).id)/deployments"
    }

    func shown(_ items: [JSONValue], _ api: RESTClient) async throws -> [JSONValue] {
        let items = try await api.named(items, "workflowId", .workflow)
        return try await api.named(items, "connectionId", .connection)
    }
}
