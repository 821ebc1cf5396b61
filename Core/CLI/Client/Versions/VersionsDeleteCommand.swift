import ArgumentParser

/// `millrace versions delete`
struct VersionsDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes a version that is neither active, deployed nor locked.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var version: VersionArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let path = try await version.path(api)
        try confirmation.confirm("Delete version \(version.version)?")
        output.done("Deleted version \(version.version).", try await api.call(.DELETE, path))
    }
}
