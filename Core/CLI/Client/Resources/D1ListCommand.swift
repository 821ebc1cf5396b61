import ArgumentParser

/// `millrace resources d1 list`
struct D1ListCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists databases.")

    @OptionGroup var options: ResourceOptions

    @OptionGroup var page: PageOptions

    private static let columns = [Column("ID", "uuid"), Column("NAME", "name"), Column("SIZE", "file_size")]

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.resources(try await resources.list("d1/databases", limit: page.limit), Self.columns)
    }
}
