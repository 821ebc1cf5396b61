import ArgumentParser
import JSON

/// Values of a credential, which are never on the command line: other users of the machine see it.
struct CredentialValuesOption: ParsableArguments {
    @Option(help: ArgumentHelp("Values: @FILE in JSON or YAML, or - for standard input.", valueName: "file"))
    var values: String?

    func validate() throws { try ValueInput.requireHidden(values, option: "--values") }

    func value() throws -> JSONValue? { try values.map(ValueInput.json) }
}
