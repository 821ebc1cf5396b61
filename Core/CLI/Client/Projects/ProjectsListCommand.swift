import ArgumentParser

/// `millrace projects list`
struct ProjectsListCommand: ListCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists projects.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    static let columns = [
        Column("ID", "id"), Column("SLUG", "slug"), Column("NAME", "name"), Column("CREATED", "createdAt"),
    ]

    func path(_ api: RESTClient) -> String { "/api/projects" }
}
