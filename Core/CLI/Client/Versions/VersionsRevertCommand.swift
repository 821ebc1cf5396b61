import ArgumentParser

/// `millrace versions revert`
struct VersionsRevertCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "revert", abstract: "Creates a new version from the document of an earlier one.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var version: VersionArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        let made = try await api.post(try await version.path(api) + "/revert")
        output.done("Version \(made["version"]?.int ?? 0): \(made.id)", made)
    }
}
