import ArgumentParser

/// `millrace marketplace update`
struct MarketplaceUpdateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Updates an installed package.",
        discussion: "Permissions of the new version beyond running in workflows are shown and must be confirmed.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var node: NodeArgument

    @OptionGroup var mode: DryRunOption

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let change = MarketplaceAction(api: api, output: output, isDryRun: mode.dryRun)
        try await change.confirm("update", node, confirmation)
        try await change.run("update", node)
    }
}
