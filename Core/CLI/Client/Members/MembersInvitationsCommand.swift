import ArgumentParser

/// `millrace members invitations`
struct MembersInvitationsCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "invitations", abstract: "Lists pending invitations.")

    static let authentication = ClientAuthentication.session

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    static let columns = [
        Column("ID", "id"), Column("EMAIL", "email"), Column("ROLE", "role"), Column("EXPIRES", "expiresAt"),
    ]

    func path(_ api: RESTClient) -> String { "/api/invitations" }
}
