import ArgumentParser
import JSON

/// The connection that a command is about.
struct ConnectionArgument: ParsableArguments {
    @Argument(help: "The connection: its id or name.")
    var connection: String

    func find(_ api: RESTClient) async throws -> JSONValue { try await api.find(.connection, connection) }
}

/// Credentials, which are never on the command line: other users of the machine see it.
struct CredentialsOption: ParsableArguments {
    @Option(help: ArgumentHelp("Credentials: @FILE in JSON or YAML, or - for standard input.", valueName: "file"))
    var credentials: String?

    func validate() throws { try ValueInput.requireHidden(credentials, option: "--credentials") }

    func value() throws -> JSONValue? { try credentials.map(ValueInput.json) }
}
