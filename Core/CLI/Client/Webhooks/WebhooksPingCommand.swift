import ArgumentParser

/// `millrace webhooks ping`
struct WebhooksPingCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping", abstract: "Sends the event ping once, also to a webhook that is disabled.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var webhook: WebhookArgument

    func run(_ api: RESTClient, _ output: Output) async throws {
        let delivery = try await api.post(try await webhook.path(api) + "/ping")
        output.done("Sending ping: delivery \(delivery.id)", delivery)
    }
}
