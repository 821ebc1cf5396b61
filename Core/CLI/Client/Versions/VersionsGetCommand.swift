import ArgumentParser

/// `millrace versions get`
struct VersionsGetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Shows a version, or the code that it compiles to.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var version: VersionArgument

    @Flag(help: "Print the generated code.")
    var code = false

    private static let columns = [
        Column("Version", "version"), Column("Id", "id"), Column("Target", "target"), Column("Locked", "locked"),
        Column("Needs", "requiredEnvironment"), Column("Created", "createdAt"), Column("Author", "author.name"),
        Column("Message", "message"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        let version = try await api.get(try await version.path(api))
        guard code else { return output.details(version, Self.columns) }
        Terminal.print(content: version["generatedCode"]?.string ?? "")
    }
}
