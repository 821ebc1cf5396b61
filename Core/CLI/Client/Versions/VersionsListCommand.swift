import ArgumentParser

/// `millrace versions list`
struct VersionsListCommand: ListCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists a workflow's versions.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    @OptionGroup var workflow: WorkflowArgument

    static let columns = [
        Column("VERSION", "version"), Column("ID", "id"), Column("TARGET", "target"), Column("LOCKED", "locked"),
        Column("CREATED", "createdAt"), Column("AUTHOR", "author.name"), Column("MESSAGE", "message"),
    ]

    func path(_ api: RESTClient) async throws -> String { try await workflow.path(api) + "/versions" }
}
