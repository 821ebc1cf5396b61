import ArgumentParser
import JSON

/// `millrace workflows create`
struct WorkflowsCreateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Creates a workflow, or a function.")

    @OptionGroup var client: ClientOptions

    @Argument(help: "The name.")
    var name: String

    @Option(help: "The description.")
    var description: String?

    @Option(help: "workflow, or script for a function.")
    var kind: String?

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body = JSONObject(
            present: ("name", .string(name)), ("description", description.map(JSONValue.string)),
            ("kind", kind.map(JSONValue.string)))
        let workflow = try await api.post("/api/workflows", .object(body))
        output.done("Created \"\(name)\": \(workflow.id)", workflow)
    }
}
