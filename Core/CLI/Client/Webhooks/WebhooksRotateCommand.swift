import ArgumentParser

/// `millrace webhooks rotate`
struct WebhooksRotateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Creates a new secret, which is shown only once.",
        discussion: """
            The secret alone is on standard output. For a day requests are signed with both secrets, so that receivers \
            can be updated in the meantime.
            """)

    @OptionGroup var client: ClientOptions

    @OptionGroup var webhook: WebhookArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await webhook.find(api)
        let name = found["name"]?.string ?? ""
        try confirmation.confirm("Rotate the secret of \"\(name)\"? The current one stays valid for a day.")
        let rotated = try await api.post("/api/webhooks/\(found.id)/rotate-secret")
        Terminal.tell("Rotated the secret of \"\(name)\"; the new one is shown only once.\n")
        output.done(rotated["secret"]?.string ?? "", rotated)
    }
}
