import ArgumentParser

/// `millrace webhooks delivery`
struct WebhooksDeliveryCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery", abstract: "Shows a delivery with its request body.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var delivery: DeliveryArgument

    private static let columns = [
        Column("Delivery", "id"), Column("Event", "event"), Column("Event id", "eventId"), Column("Status", "status"),
        Column("Tries", "attempts"), Column("Next try", "nextAttemptAt"), Column("Response", "responseStatus"),
        Column("Error", "error"), Column("Body", "body"), Column("Created", "createdAt"),
        Column("Updated", "updatedAt"),
    ]

    func run(_ api: RESTClient, _ output: Output) async throws {
        output.details(try await api.get(try await delivery.path(api)), Self.columns)
    }
}
