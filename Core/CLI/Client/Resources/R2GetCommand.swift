import ArgumentParser

/// `millrace resources r2 get`
struct R2GetCommand: ResourceCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Writes an object to standard output, or to a file.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The bucket's name.")
    var bucket: String

    @Argument(help: "The key.")
    var key: String

    @OptionGroup var file: OutputFileOption

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        try file.write(
            try await resources.download("r2/buckets/\(bucket.asPathSegment)/objects/\(key.asPathSegment)"))
    }
}
