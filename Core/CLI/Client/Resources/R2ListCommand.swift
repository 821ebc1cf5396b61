import ArgumentParser

/// `millrace resources r2 list`
struct R2ListCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists buckets.")

    @OptionGroup var options: ResourceOptions

    @OptionGroup var page: PageOptions

    private static let columns = [Column("NAME", "name")]

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.resources(try await resources.list("r2/buckets", limit: page.limit), Self.columns)
    }
}
