import ArgumentParser

/// `millrace resources kv keys`
struct KVKeysCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "keys", abstract: "Lists the keys of a namespace.")

    @OptionGroup var options: ResourceOptions

    @OptionGroup var page: PageOptions

    @Argument(help: "The namespace's id.")
    var namespace: String

    @Option(help: "Filter by prefix.")
    var prefix: String?

    private static let columns = [Column("KEY", "name"), Column("EXPIRES", "expiration")]

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.list(
            try await resources.list(
                "kv/namespaces/\(namespace.asPathSegment)/keys", ["prefix": prefix], limit: page.limit), Self.columns)
    }
}
