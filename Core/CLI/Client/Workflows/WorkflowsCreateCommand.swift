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

    @Option(help: "workflow or function.")
    var kind: String?

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body = JSONObject(
            present: ("name", .string(name)), ("description", description.map(JSONValue.string)),
            ("kind", try kind.map { .string(try WorkflowKind($0).member) }))
        let others = try await others(api)
        let workflow = try await api.post("/api/workflows", .object(body))
        if !others.isEmpty {
            let count = others.count == 1 ? "Another workflow is" : "\(others.count) other workflows are"
            Terminal.tell(
                "Warning: \(count) named \"\(name)\" (\(others.joined(separator: ", "))). Commands need the id of either; "
                    + "rename one with millrace workflows edit ID --name NAME.\n")
        }
        output.done("Created \"\(name)\": \(workflow.id)", workflow)
    }

    /// The ids of workflows that have the name already.
    private func others(_ api: RESTClient) async throws -> [String] {
        try await api.items("/api/workflows", ["q": name]).filter { $0["name"]?.string == name }.map(\.id)
    }
}
