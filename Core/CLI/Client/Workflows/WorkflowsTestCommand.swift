import ArgumentParser
import JSON

/// `millrace workflows test`
struct WorkflowsTestCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Runs a workflow's draft, or a document in a file, before it is deployed.",
        discussion: """
            Without --file the draft is run, or the latest version if there is no draft. With --node the run ends \
            after that node; nodes with --pin are not run, their values are used. With --watch the command exits when \
            the run ends: with 0 when it completed, 1 when it failed, 2 when it was terminated.
            """)

    @OptionGroup var client: ClientOptions

    @OptionGroup var workflow: WorkflowArgument

    @Option(help: ArgumentHelp("The document to run, in JSON or YAML; - for standard input.", valueName: "path"))
    var file: String?

    @Option(help: ArgumentHelp("The id of the node to run up to.", valueName: "id"))
    var node: String?

    @Option(help: ArgumentHelp("The params: JSON or YAML, @FILE, or - for standard input.", valueName: "json"))
    var params: String?

    @Option(
        help: ArgumentHelp("A value to use instead of running the node: JSON, or @FILE.", valueName: "id=json"))
    var pin: [String] = []

    @Option(help: "The connection to run on: its id or name.")
    var connection: String?

    @Flag(help: "Skip sleeps.")
    var skipSleeps = false

    @Flag(help: "Show the run's steps and logs until the run ends.")
    var watch = false

    func run(_ api: RESTClient, _ output: Output) async throws {
        let pins = try pin.map(Self.value)
        let document = try file.map { try DocumentFile(path: $0).value }
        let params = try params.map(ValueInput.json)
        var connectionID: String?
        if let connection { connectionID = try await api.find(.connection, connection).id }
        let body = JSONObject(
            present: ("document", document), ("nodeId", node.map(JSONValue.string)), ("params", params),
            ("pins", pins.isEmpty ? nil : .object(JSONObject(pins))),
            ("skipSleeps", skipSleeps ? true : nil), ("connectionId", connectionID.map(JSONValue.string)))
        let path = try await workflow.path(api)
        let run = try await api.post("\(path)/test", .object(body))
        for warning in run["warnings"]?.array ?? [] { Terminal.tell("Warning: \(warning.string ?? "")\n") }
        guard watch else { return output.done("Started the test run \(run.id).", run) }
        Terminal.tell("Run \(run.id)\n")
        throw ExitCode(try await RunWatch(api: api, path: "\(path)/runs/\(run.id)").follow())
    }

    private static func value(_ pin: String) throws -> (String, JSONValue) {
        let parts = pin.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw ClientError(
                .usage, "\"\(pin)\" is not a pinned value; expected the id of a node, = and JSON or @FILE.")
        }
        return (parts[0], try ValueInput.json(parts[1]))
    }
}
