import ArgumentParser
import JSON

/// The credential that a command is about.
struct CredentialArgument: ParsableArguments {
    @Argument(help: "The credential: its id or name.")
    var credential: String

    func find(_ api: RESTClient) async throws -> JSONValue { try await api.find(.credential, credential) }
}

/// Values of a credential, which are never on the command line: other users of the machine see it.
struct CredentialValuesOption: ParsableArguments {
    @Option(help: ArgumentHelp("Values: @FILE in JSON or YAML, or - for standard input.", valueName: "file"))
    var values: String?

    func validate() throws { try ValueInput.requireHidden(values, option: "--values") }

    func value() throws -> JSONValue? { try values.map(ValueInput.json) }
}
