import ArgumentParser

/// `millrace credentials list`
struct CredentialsListCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists credentials.",
        discussion: "With --project those of the project; otherwise those of the whole organization.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    static let columns = [
        Column("ID", "id"), Column("NAME", "name"), Column("TYPE", "type"), Column("STATE", "state"),
        Column("UPDATED", "updatedAt"),
    ]

    func path(_ api: RESTClient) -> String { "/api/credentials" }
}
