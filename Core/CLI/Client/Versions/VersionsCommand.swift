import ArgumentParser

/// `millrace versions`
struct VersionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "versions", abstract: "Manages versions of workflows.",
        subcommands: [
            VersionsListCommand.self, VersionsGetCommand.self, VersionsCreateCommand.self, VersionsDeleteCommand.self,
            VersionsLockCommand.self, VersionsUnlockCommand.self, VersionsRevertCommand.self,
            VersionsDiffCommand.self,
        ])
}
