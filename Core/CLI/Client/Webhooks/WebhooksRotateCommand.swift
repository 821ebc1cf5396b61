import ArgumentParser

/// `millrace webhooks rotate`
struct WebhooksRotateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Makes a new secret, which is shown only now.",
        discussion: """
            The secret alone is on standard output. For a day requests are signed with both secrets, so that receivers can be \
            changed meanwhile.
            """)

    @OptionGroup var client: ClientOptions

    @OptionGroup var webhook: WebhookArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await webhook.find(api)
        let name = found["name"]?.string ?? ""
        try confirmation.confirm("Make a new secret for \"\(name)\"? The present one is valid for a day.")
        let rotated = try await api.post("/api/webhooks/\(found.id)/rotate-secret")
        Terminal.tell("Rotated the secret of \"\(name)\"; the new one is shown only now.\n".printable)
        output.done(rotated["secret"]?.string ?? "", rotated)
    }
}
