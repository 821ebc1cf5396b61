import ArgumentParser
import JSON

/// The workflow that a command is about.
struct WorkflowArgument: ParsableArguments {
    @Argument(help: "The workflow: its id or name.")
    var workflow: String

    func find(_ api: RESTClient) async throws -> JSONValue { try await api.find(.workflow, workflow) }

    func path(_ api: RESTClient) async throws -> String { "/api/workflows/\(try await find(api).id)" }
}
