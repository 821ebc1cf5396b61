import ArgumentParser
import JSON

/// The credential that a command is about.
struct CredentialArgument: ParsableArguments {
    @Argument(help: "The credential: its id or name.")
    var credential: String

    func find(_ api: RESTClient) async throws -> JSONValue { try await api.find(.credential, credential) }
}
