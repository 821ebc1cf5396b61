import ArgumentParser
import JSON

/// `millrace runs restart`
struct RunsRestartCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart", abstract: "Restarts a run from the beginning or from a step.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var run: RunArgument

    @Option(name: .customLong("from"), help: "The name of the step; earlier steps keep their results.")
    var step: String?

    @Option(help: "Which step of that name, counted from 1.")
    var count: Int?

    func validate() throws {
        if count != nil && step == nil { throw ValidationError("--count requires --from.") }
    }

    func run(_ api: RESTClient, _ output: Output) async throws {
        let from = step.map { name in
            JSONValue.object(JSONObject(present: ("name", .string(name)), ("count", count.map(JSONValue.int))))
        }
        let path = try await run.path(api)
        let restarted = try await api.post("\(path)/restart", .object(JSONObject(present: ("from", from))))
        output.done("Run \(run.run) is restarted.", restarted)
    }
}
