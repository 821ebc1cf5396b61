import ArgumentParser
import JSON

/// The project that a command is about.
struct ProjectArgument: ParsableArguments {
    @Argument(help: "The project: its id, slug or name.")
    var name: String

    func find(_ api: RESTClient) async throws -> JSONValue { try await api.find(.project, name) }
}
