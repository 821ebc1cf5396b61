import ArgumentParser
import JSON

/// The API key that a command is about.
struct APIKeyArgument: ParsableArguments {
    @Argument(help: "The API key: its id, name or prefix.")
    var apiKey: String

    func find(_ api: RESTClient) async throws -> JSONValue { try await api.find(.key, apiKey) }
}
