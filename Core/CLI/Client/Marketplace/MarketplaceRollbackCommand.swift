import ArgumentParser

/// `millrace marketplace rollback`
struct MarketplaceRollbackCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Returns to the previously installed version.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var node: NodeArgument

    @OptionGroup var mode: DryRunOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        try await MarketplaceAction(api: api, output: output, isDryRun: mode.dryRun).run("rollback", node)
    }
}
