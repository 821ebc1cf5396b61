import ArgumentParser

/// `millrace members list`
struct MembersListCommand: ListCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists members.")

    static let authentication = ClientAuthentication.session

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    static let columns = [
        Column("ID", "userId"), Column("EMAIL", "email"), Column("NAME", "name"), Column("ROLE", "role"),
        Column("JOINED", "joinedAt"),
    ]

    func path(_ api: RESTClient) -> String { "/api/members" }
}
