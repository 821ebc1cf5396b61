import ArgumentParser

/// `millrace api-keys`
struct APIKeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api-keys", abstract: "Manages API keys; requires a person's session (millrace login --email).",
        subcommands: [
            APIKeysListCommand.self, APIKeysCreateCommand.self, APIKeysRenameCommand.self, APIKeysRotateCommand.self,
            APIKeysDeleteCommand.self,
        ])
}
