import ArgumentParser
import JSON

/// `millrace resources kv create`
struct KVCreateCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Creates a namespace.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The title.")
    var title: String

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.done(
            "Created the namespace \"\(title)\".", try await resources.post("kv/namespaces", ["title": .string(title)]))
    }
}
