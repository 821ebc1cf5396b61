import ArgumentParser

/// `millrace credentials get`
struct CredentialsGetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Shows a credential; secrets are masked.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var credential: CredentialArgument

    private static let columns = [
        Column("Name", "name"), Column("Id", "id"), Column("Type", "type"), Column("State", "state"),
        Column("Values", "values"), Column("Project", "projectId"), Column("Created", "createdAt"),
        Column("Updated", "updatedAt"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        output.details(try await credential.find(api), Self.columns)
    }
}
