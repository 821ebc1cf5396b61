import ArgumentParser

/// `millrace marketplace uninstall`
struct MarketplaceUninstallCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall", abstract: "Uninstalls a package.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var node: NodeArgument

    @OptionGroup var mode: DryRunOption

    @Flag(help: "Uninstall even if workflows use its nodes, which can then no longer be compiled.")
    var force = false

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        if !mode.dryRun { try confirmation.confirm("Uninstall \(node.id)?") }
        try await MarketplaceAction(api: api, output: output, isDryRun: mode.dryRun)
            .run("uninstall", node, force ? ["force": true] : [:])
    }
}
