import ArgumentParser

/// `millrace marketplace install`
struct MarketplaceInstallCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Installs a node.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var node: NodeArgument

    @OptionGroup var mode: DryRunOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        try await MarketplaceChange(api: api, output: output, isDryRun: mode.dryRun).run("install", node)
    }
}
