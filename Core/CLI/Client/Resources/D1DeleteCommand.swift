import ArgumentParser
import JSON

/// `millrace resources d1 delete`
struct D1DeleteCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Deletes a database.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The database's id.")
    var database: String

    @OptionGroup var confirmation: ConfirmOption

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        try confirmation.confirm("Delete the database \"\(database)\"?")
        output.done(
            "Deleted the database \"\(database)\".",
            try await resources.delete("d1/databases/\(database.asPathSegment)"))
    }
}
