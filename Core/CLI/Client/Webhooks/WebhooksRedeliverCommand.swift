import ArgumentParser

/// `millrace webhooks redeliver`
struct WebhooksRedeliverCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "redeliver", abstract: "Resends an event, with the same event id and body.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var delivery: DeliveryArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        let sent = try await api.post(try await delivery.path(api) + "/redeliver")
        output.done("Sending \(sent["event"]?.string ?? "") again: delivery \(sent.id)", sent)
    }
}
