import ArgumentParser

/// `millrace connections list`
struct ConnectionsListCommand: ListCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists connections.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    static let columns = [
        Column("ID", "id"), Column("NAME", "name"), Column("PROVIDER", "provider"), Column("CREATED", "createdAt"),
    ]

    func path(_ api: RESTClient) -> String { "/api/connections" }
}
