import ArgumentParser

/// `millrace marketplace update`
struct MarketplaceUpdateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Updates an installed package.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var node: NodeArgument

    @OptionGroup var mode: DryRunOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        try await MarketplaceAction(api: api, output: output, isDryRun: mode.dryRun).run("update", node)
    }
}
