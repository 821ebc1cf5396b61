import ArgumentParser

/// `millrace connections`
struct ConnectionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connections", abstract: "Manages connections: accounts that workflows are deployed to.",
        subcommands: [
            ConnectionsListCommand.self, ConnectionsGetCommand.self, ConnectionsCreateCommand.self,
            ConnectionsEditCommand.self, ConnectionsVerifyCommand.self, ConnectionsDeleteCommand.self,
            ConnectionsProvidersCommand.self,
        ])
}
