import ArgumentParser

/// `millrace marketplace info`
struct MarketplaceInfoCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Shows a package of the marketplace, its permissions and its versions.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var node: NodeArgument

    private static let columns = [
        Column("Name", "name"), Column("Id", "id"), Column("Description", "description"),
        Column("Kinds", "kinds"), Column("Category", "category"), Column("Tags", "tags"),
        Column("Latest", "latestVersion"),
        Column("Installed", "installation.version"), Column("Registry", "registry"),
        Column("Deprecated", "deprecationMessage"), Column("Withdrawn", "withdrawn"),
    ]
    private static let versions = [
        Column("VERSION", "version"), Column("SDK", "sdk"), Column("INSTALLABLE", "isInstallable"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await api.get("/api/marketplace/\(node.id.asPathSegment)", ["version": node.version])
        output.details(found, Self.columns)
        guard !output.isJSON, let versions = found["versions"] else { return }
        let permissions = (found["permissions"]?.array ?? []).compactMap { $0["text"]?.string }
        if !permissions.isEmpty {
            Terminal.print("\nPermissions:\n" + permissions.map { "  \($0)\n" }.joined(), terminator: "")
        }
        Terminal.print()
        output.list(["data": versions], Self.versions)
    }
}
