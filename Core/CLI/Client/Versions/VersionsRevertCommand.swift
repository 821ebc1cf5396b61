import ArgumentParser

/// `millrace versions revert`
struct VersionsRevertCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "revert", abstract: "Creates a new version from the document of an earlier one.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var version: VersionArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        let path = try await version.path(api)
        let made = try await api.post("\(path)/revert")
        let number = made["version"]?.int ?? 0
        // The newest version is not repeated.
        let isOld = path.hasSuffix("/\(made.id)")
        output.done(isOld ? "Version \(number) has this document." : "Version \(number): \(made.id)", made)
    }
}
