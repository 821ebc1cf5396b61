import ArgumentParser

/// `millrace projects get`
struct ProjectsGetCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Shows a project.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var target: ProjectArgument

    private static let columns = [
        Column("Name", "name"), Column("Id", "id"), Column("Slug", "slug"), Column("Description", "description"),
        Column("Created", "createdAt"), Column("Updated", "updatedAt"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        output.details(try await target.find(api), Self.columns)
    }
}
