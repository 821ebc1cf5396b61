import ArgumentParser

/// The options of every command that calls the REST API.
struct ClientOptions: ParsableArguments {
    @OptionGroup var server: ServerOptions

    @Option(help: "The project, by id, slug or name, instead of the key's own.")
    var project: String?

    @Flag(help: "Print the API's response as JSON.")
    var json = false

    var output: Output { Output(isJSON: json) }

    func client(_ authentication: ClientAuthentication = .any) async throws -> RESTClient {
        var client = try server.client(authentication)
        if let project { client.project = try await client.find(.project, project).id }
        return client
    }
}
