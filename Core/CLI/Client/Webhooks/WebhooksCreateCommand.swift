import ArgumentParser
import JSON

/// `millrace webhooks create`
struct WebhooksCreateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Creates a webhook, whose secret is shown only once.",
        discussion: """
            The secret alone is on standard output, so that it can be piped to a secret store. Requests are signed with \
            it; /docs/pages/webhooks.md on the server shows how to verify them.
            """)

    @OptionGroup var client: ClientOptions

    @Argument(help: "The name.")
    var name: String

    @Argument(help: "The URL that events are sent to.")
    var address: String

    @Option(name: .customLong("event"), help: "An event type to send, such as run.errored; may be repeated.")
    var events: [String]

    @Flag(help: "Send nothing until millrace webhooks edit --enable.")
    var disabled = false

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body: JSONValue = [
            "name": .string(name), "url": .string(address), "events": .array(events.map(JSONValue.string)),
            "enabled": .bool(!disabled),
        ]
        let made = try await api.post("/api/webhooks", body)
        Terminal.tell("Created \"\(name)\" (\(made.id)); the secret is shown only once.\n")
        output.done(made["secret"]?.string ?? "", made)
    }
}
