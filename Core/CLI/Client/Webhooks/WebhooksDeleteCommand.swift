import ArgumentParser

/// `millrace webhooks delete`
struct WebhooksDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes a webhook with the log of its deliveries.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var webhook: WebhookArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await webhook.find(api)
        let name = found["name"]?.string ?? ""
        try confirmation.confirm("Delete the webhook \"\(name)\" with the log of its deliveries?")
        output.done("Deleted \"\(name)\".", try await api.call(.DELETE, "/api/webhooks/\(found.id)"))
    }
}
