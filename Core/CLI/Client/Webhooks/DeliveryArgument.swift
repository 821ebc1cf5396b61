import ArgumentParser

/// The delivery that a command is about.
struct DeliveryArgument: ParsableArguments {
    @OptionGroup var webhook: WebhookArgument

    @Argument(help: "The delivery's id; millrace webhooks deliveries lists them.")
    var delivery: String

    func path(_ api: RESTClient) async throws -> String {
        "\(try await webhook.path(api))/deliveries/\(delivery.asPathSegment)"
    }
}
