import ArgumentParser
import JSON

/// `millrace resources kv delete`
struct KVDeleteCommand: ResourceCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes a namespace with its keys.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The namespace's id.")
    var namespace: String

    @OptionGroup var confirmation: ConfirmOption

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        try confirmation.confirm("Delete the namespace \"\(namespace)\" with its keys?")
        output.done(
            "Deleted the namespace \"\(namespace)\".",
            try await resources.delete("kv/namespaces/\(namespace.asPathSegment)"))
    }
}
