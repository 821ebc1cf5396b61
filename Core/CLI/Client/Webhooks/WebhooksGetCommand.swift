import ArgumentParser

/// `millrace webhooks get`
struct WebhooksGetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Shows a webhook, without its secret.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var webhook: WebhookArgument

    private static let columns = [
        Column("Name", "name"), Column("Id", "id"), Column("URL", "url"), Column("Events", "events"),
        Column("Enabled", "enabled"), Column("Disabled because", "disabledReason"),
        Column("Failing since", "failingSince"), Column("Dropped events", "droppedEvents"),
        Column("Created", "createdAt"), Column("Updated", "updatedAt"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        output.details(try await api.get(try await webhook.path(api)), Self.columns)
    }
}
