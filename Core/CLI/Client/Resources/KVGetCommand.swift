import ArgumentParser

/// `millrace resources kv get`
struct KVGetCommand: ResourceCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Writes a value to standard output, or to a file.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The namespace's id.")
    var namespace: String

    @Argument(help: "The key.")
    var key: String

    @OptionGroup var file: OutputFileOption

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        try file.write(
            try await resources.download("kv/namespaces/\(namespace.asPathSegment)/values/\(key.asPathSegment)"))
    }
}
