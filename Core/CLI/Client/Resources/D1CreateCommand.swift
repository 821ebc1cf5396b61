import ArgumentParser
import JSON

/// `millrace resources d1 create`
struct D1CreateCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Creates a database.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The name.")
    var name: String

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.done(
            "Created the database \"\(name)\".", try await resources.post("d1/databases", ["name": .string(name)]))
    }
}
