import ArgumentParser
import JSON

/// `millrace resources kv remove`
struct KVRemoveCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Deletes a key.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The namespace's id.")
    var namespace: String

    @Argument(help: "The key.")
    var key: String

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.done(
            "Deleted the key \"\(key)\".",
            try await resources.delete("kv/namespaces/\(namespace.asPathSegment)/values/\(key.asPathSegment)"))
    }
}
