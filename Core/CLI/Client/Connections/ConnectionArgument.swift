import ArgumentParser
import JSON

/// The connection that a command is about.
struct ConnectionArgument: ParsableArguments {
    @Argument(help: "The connection: its id or name.")
    var connection: String

    func find(_ api: RESTClient) async throws -> JSONValue { try await api.find(.connection, connection) }
}
