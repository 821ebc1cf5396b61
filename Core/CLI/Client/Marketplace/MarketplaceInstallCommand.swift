import ArgumentParser

/// `millrace marketplace install`
struct MarketplaceInstallCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Installs a package.",
        discussion: "Permissions of the package beyond running in workflows are shown and must be confirmed.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var node: NodeArgument

    @OptionGroup var mode: DryRunOption

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let change = MarketplaceAction(api: api, output: output, isDryRun: mode.dryRun)
        try await change.confirm("install", node, confirmation)
        try await change.run("install", node)
    }
}
