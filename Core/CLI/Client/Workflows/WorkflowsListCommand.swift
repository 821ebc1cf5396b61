import ArgumentParser

/// `millrace workflows list`
struct WorkflowsListCommand: ListCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists workflows.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    @Option(help: "Filter by a part of the name.")
    var search: String?

    @Option(help: "Filter by status: draft or deployed.")
    var status: String?

    @Option(help: "Filter by kind: workflow or function.")
    var kind: String?

    static let columns = [
        Column("ID", "id"), Column("NAME", "name"), Column("KIND", "kind"), Column("STATUS", "status"),
        Column("UPDATED", "updatedAt"),
    ]

    var query: RESTClient.Query { ["q": search, "status": status, "kind": kind] }

    func path(_ api: RESTClient) -> String { "/api/workflows" }

    mutating func validate() throws {
        if let kind { self.kind = try WorkflowKind(kind).member }
    }
}
