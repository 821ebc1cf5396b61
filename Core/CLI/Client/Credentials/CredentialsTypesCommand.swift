import ArgumentParser

/// `millrace credentials types`
struct CredentialsTypesCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "types", abstract: "Lists the types that credentials can have.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    static let columns = [Column("ID", "id"), Column("NAME", "name"), Column("DESCRIPTION", "description")]

    func path(_ api: RESTClient) -> String { "/api/credential-types" }
}
