import ArgumentParser

/// `millrace webhooks deliveries`
struct WebhooksDeliveriesCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries", abstract: "Lists sent and pending deliveries of a webhook, newest first.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    @OptionGroup var webhook: WebhookArgument

    @Option(help: "Filter by status: pending, delivered or failed.")
    var status: String?

    static let columns = [
        Column("ID", "id"), Column("EVENT", "event"), Column("STATUS", "status"), Column("TRIES", "attempts"),
        Column("RESPONSE", "responseStatus"), Column("CREATED", "createdAt"), Column("ERROR", "error"),
    ]

    var query: RESTClient.Query { ["status": status] }

    func path(_ api: RESTClient) async throws -> String { try await webhook.path(api) + "/deliveries" }
}
