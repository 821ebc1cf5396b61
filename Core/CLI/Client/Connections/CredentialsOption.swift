import ArgumentParser
import JSON

/// Credentials, which are never on the command line: other users of the machine see it.
struct CredentialsOption: ParsableArguments {
    @Option(help: ArgumentHelp("Credentials: @FILE in JSON or YAML, or - for standard input.", valueName: "file"))
    var credentials: String?

    func validate() throws { try ValueInput.requireHidden(credentials, option: "--credentials") }

    func value() throws -> JSONValue? { try credentials.map(ValueInput.json) }
}
