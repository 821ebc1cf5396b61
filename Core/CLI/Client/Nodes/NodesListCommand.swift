import ArgumentParser

/// `millrace nodes list`
struct NodesListCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists built-in and installed nodes.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    static let columns = [
        Column("ID", "id"), Column("VERSION", "version"), Column("NAME", "name"), Column("CATEGORY", "category"),
        Column("DESCRIPTION", "description"),
    ]

    func path(_ api: RESTClient) -> String { "/api/nodes" }
}
