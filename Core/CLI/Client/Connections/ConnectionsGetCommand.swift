import ArgumentParser

/// `millrace connections get`
struct ConnectionsGetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Shows a connection; secrets are masked.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var connection: ConnectionArgument

    private static let columns = [
        Column("Name", "name"), Column("Id", "id"), Column("Provider", "provider"),
        Column("Credentials", "credentials"), Column("Created", "createdAt"), Column("Updated", "updatedAt"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        output.details(try await connection.find(api), Self.columns)
    }
}
