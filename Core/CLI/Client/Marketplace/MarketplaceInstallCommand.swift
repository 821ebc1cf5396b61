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
        if !mode.dryRun { try await confirm(api) }
        try await MarketplaceAction(api: api, output: output, isDryRun: mode.dryRun).run("install", node)
    }

    /// Most nodes have nothing to confirm.
    private func confirm(_ api: RESTClient) async throws {
        let change = try await api.post("/api/marketplace/install", .object(node.body), ["dryRun": "true"])
        let permissions = (change["permissions"]?.array ?? []).compactMap { $0["text"]?.string }
        guard !permissions.isEmpty else { return }
        Terminal.tell("\(node.id) \(change["version"]?.string ?? ""):\n".printable)
        for permission in permissions { Terminal.tell("  \(permission)\n".printable) }
        try confirmation.confirm("Install \(node.id)?")
    }
}
