import ArgumentParser
import JSON

/// The webhook that a command is about.
struct WebhookArgument: ParsableArguments {
    @Argument(help: "The webhook: its id or name.")
    var webhook: String

    func find(_ api: RESTClient) async throws -> JSONValue { try await api.find(.webhook, webhook) }

    func path(_ api: RESTClient) async throws -> String { "/api/webhooks/\(try await find(api).id)" }
}
