import ArgumentParser

/// `millrace variables list`
struct VariablesListCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists variables; secrets are masked.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    static let columns = [
        Column("NAME", "name"), Column("VALUE", "value"), Column("SECRET", "isSecret"), Column("PROJECT", "projectId"),
        Column("UPDATED", "updatedAt"),
    ]

    func path(_ api: RESTClient) -> String { "/api/env-vars" }
}
