import ArgumentParser

/// `millrace webhooks list`
struct WebhooksListCommand: ListCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists webhooks, the newest first.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    static let columns = [
        Column("ID", "id"), Column("NAME", "name"), Column("ENABLED", "enabled"), Column("URL", "url"),
        Column("EVENTS", "events"),
    ]

    func path(_ api: RESTClient) -> String { "/api/webhooks" }
}
