import ArgumentParser
import JSON

/// `millrace resources r2 create`
struct R2CreateCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Creates a bucket.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The name.")
    var name: String

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.done("Created the bucket \"\(name)\".", try await resources.post("r2/buckets", ["name": .string(name)]))
    }
}
