import ArgumentParser
import JSON

/// `millrace trigger`
struct TriggerCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "trigger", abstract: "Starts a run of a deployed workflow.",
        discussion:
            "With --watch the command exits when the run ends: with 0 when it completed, 1 when it failed, 2 when it "
            + "was terminated."
    )

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    @OptionGroup var connection: ConnectionOption

    @Option(help: ArgumentHelp("The params: JSON or YAML, @FILE, or - for standard input.", valueName: "json"))
    var params: String?

    @Flag(help: "Show the run's steps and logs until the run ends.")
    var watch = false

    func run(_ api: RESTClient, _ output: Output) async throws {
        let params = try params.map(ValueInput.json)
        let path = try await workflow.path(api)
        let connection = try await connection.find(api, ofWorkflow: path)
        let body = JSONObject(present: ("connectionId", .string(connection)), ("params", params))
        let run = try await api.post("\(path)/trigger", .object(body))
        guard watch else { return output.done("Started the run \(run.id).", run) }
        Terminal.tell("Run \(run.id)\n")
        throw ExitCode(try await RunWatch(api: api, path: "\(path)/runs/\(run.id)").follow())
    }
}
