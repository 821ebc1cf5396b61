import ArgumentParser

/// `millrace workflows list`
struct WorkflowsListCommand: ListCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists workflows.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    @Option(help: "Only those whose name contains this.")
    var search: String?

    @Option(help: "Only those that are draft or deployed.")
    var status: String?

    @Option(help: "Only those of a kind: workflow or script.")
    var kind: String?

    static let columns = [
        Column("ID", "id"), Column("NAME", "name"), Column("KIND", "kind"), Column("STATUS", "status"),
        Column("UPDATED", "updatedAt"),
    ]

    var query: RESTClient.Query { ["q": search, "status": status, "kind": kind] }

    func path(_ api: RESTClient) -> String { "/api/workflows" }
}
