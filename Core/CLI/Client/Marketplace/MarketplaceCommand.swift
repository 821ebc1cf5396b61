import ArgumentParser

/// `millrace marketplace`
struct MarketplaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "marketplace", abstract: "Finds and installs packages: nodes, providers and endpoints.",
        subcommands: [
            MarketplaceSearchCommand.self, MarketplaceInfoCommand.self, MarketplaceInstallCommand.self,
            MarketplaceUpdateCommand.self, MarketplaceRollbackCommand.self, MarketplaceUninstallCommand.self,
        ])
}
