import ArgumentParser

/// `millrace versions lock`
struct VersionsLockCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock", abstract: "Locks a version so that it cannot be deployed or deleted.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var version: VersionArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        let changed = try await api.call(.PATCH, try await version.path(api), [:], ["locked": true])
        output.done("Version \(changed["version"]?.int ?? 0) is locked.", changed)
    }
}
