import ArgumentParser

/// `millrace marketplace search`
struct MarketplaceSearchCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Lists packages of the marketplace.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    @Argument(help: "Words that the name, description or tags contain.")
    var text: String?

    @Option(help: "Filter by category.")
    var category: String?

    @Option(help: "Filter by tag.")
    var tag: String?

    @Option(help: "Filter by contribution: node, provider, endpoint or storage.")
    var kind: String?

    @Flag(help: "Show installed packages only.")
    var installed = false

    static let columns = [
        Column("ID", "id"), Column("LATEST", "latestVersion"), Column("INSTALLED", "installation.version"),
        Column("KINDS", "kinds"), Column("CATEGORY", "category"), Column("DESCRIPTION", "description"),
    ]

    var query: RESTClient.Query {
        ["q": text, "category": category, "tag": tag, "kind": kind, "installed": installed ? "true" : nil]
    }

    func path(_ api: RESTClient) -> String { "/api/marketplace" }
}
