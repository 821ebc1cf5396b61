/// A command about the resources of a connection.
protocol ResourceCommand: ClientCommand {
    var options: ResourceOptions { get }

    /// - Parameter resources: The resources of the connection.
    func run(_ resources: ResourceClient, _ output: Output) async throws
}

extension ResourceCommand {
    var client: ClientOptions { options.client }

    func run(_ api: RESTClient, _ output: Output) async throws {
        let connection = try await options.connection.find(api).id
        try await run(ResourceClient(api: api, connection: connection, server: options.server), output)
    }
}
