import ArgumentParser
import JSON

/// `millrace runs event`
struct RunsEventCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "event", abstract: "Sends an event to a run that waits for it.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var run: RunArgument

    @Argument(help: "The event's type.")
    var type: String

    @Option(help: ArgumentHelp("The value: JSON or YAML, @FILE, or - for standard input.", valueName: "json"))
    var payload: String?

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body = JSONObject(present: ("type", .string(type)), ("payload", try payload.map(ValueInput.json)))
        let sent = try await api.post(try await run.path(api) + "/events", .object(body))
        for warning in sent["warnings"]?.array ?? [] { Terminal.tell("Warning: \(warning.string ?? "")\n") }
        output.done("Sent \"\(type)\" to the run \(run.run).", sent)
    }
}
