import ArgumentParser
import JSON

/// `millrace webhooks edit`
struct WebhooksEditCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Changes, enables or disables a webhook.",
        discussion: "Disabling discards pending deliveries; enabling resets the record of failures.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var webhook: WebhookArgument

    @Option(help: "The new name.")
    var name: String?

    @Option(help: "The new address.")
    var address: String?

    @Option(
        name: .customLong("event"), help: "An event type to send, replacing all previous ones; may be repeated.")
    var events: [String] = []

    @Flag(help: "Send events.")
    var enable = false

    @Flag(help: "Send no events.")
    var disable = false

    func validate() throws {
        if enable && disable { throw ValidationError("--enable and --disable are mutually exclusive.") }
    }

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body = JSONObject(
            present: ("name", name.map(JSONValue.string)), ("url", address.map(JSONValue.string)),
            ("events", events.isEmpty ? nil : .array(events.map(JSONValue.string))),
            ("enabled", enable || disable ? .bool(enable) : nil))
        guard !body.isEmpty else {
            throw ClientError(.usage, "Nothing to change. Pass --name, --address, --event, --enable or --disable.")
        }
        let changed = try await api.call(.PATCH, try await webhook.path(api), [:], .object(body))
        output.done("Changed \"\(changed["name"]?.string ?? "")\".", changed)
    }
}
