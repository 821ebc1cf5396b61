import ArgumentParser

/// `millrace versions unlock`
struct VersionsUnlockCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Unlocks a version.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var version: VersionArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        let changed = try await api.call(.PATCH, try await version.path(api), [:], ["locked": false])
        output.done("Version \(changed["version"]?.int ?? 0) is unlocked.", changed)
    }
}
