import ArgumentParser

/// `millrace resources r2 objects`
struct R2ObjectsCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "objects", abstract: "Lists the objects of a bucket.")

    @OptionGroup var options: ResourceOptions

    @OptionGroup var page: PageOptions

    @Argument(help: "The bucket's name.")
    var bucket: String

    @Option(help: "Filter by prefix.")
    var prefix: String?

    private static let columns = [
        Column("KEY", "key"), Column("SIZE", "size"), Column("ETAG", "etag"), Column("UPLOADED", "uploaded"),
    ]

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.list(
            try await resources.list(
                "r2/buckets/\(bucket.asPathSegment)/objects", ["prefix": prefix], limit: page.limit), Self.columns)
    }
}
