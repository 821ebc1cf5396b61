import ArgumentParser

/// `millrace api-keys list`
struct APIKeysListCommand: ListCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists API keys.")

    static let authentication = ClientAuthentication.session

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    static let columns = [
        Column("ID", "id"), Column("NAME", "name"), Column("PREFIX", "prefix"), Column("SCOPES", "scopes"),
        Column("EXPIRES", "expiresAt"), Column("LAST USED", "lastUsedAt"),
    ]

    func path(_ api: RESTClient) -> String { "/api/api-keys" }
}
