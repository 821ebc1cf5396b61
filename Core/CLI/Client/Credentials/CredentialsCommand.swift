import ArgumentParser

/// `millrace credentials`
struct CredentialsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credentials", abstract: "Manages credentials: vendor accounts that nodes use.",
        subcommands: [
            CredentialsListCommand.self, CredentialsGetCommand.self, CredentialsCreateCommand.self,
            CredentialsEditCommand.self, CredentialsAuthorizeCommand.self, CredentialsTestCommand.self,
            CredentialsUsesCommand.self, CredentialsDeleteCommand.self, CredentialsTypesCommand.self,
        ])
}
