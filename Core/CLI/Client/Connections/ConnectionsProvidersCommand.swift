import ArgumentParser

/// `millrace connections providers`
struct ConnectionsProvidersCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers", abstract: "Lists the providers that connections can be created for.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    static let columns = [Column("ID", "id"), Column("NAME", "name"), Column("DESCRIPTION", "description")]

    func path(_ api: RESTClient) -> String { "/api/providers" }
}
