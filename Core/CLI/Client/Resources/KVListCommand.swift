import ArgumentParser

/// `millrace resources kv list`
struct KVListCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists namespaces.")

    @OptionGroup var options: ResourceOptions

    @OptionGroup var page: PageOptions

    private static let columns = [Column("ID", "id"), Column("TITLE", "title")]

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.resources(try await resources.list("kv/namespaces", limit: page.limit), Self.columns)
    }
}
