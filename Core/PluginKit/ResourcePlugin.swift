/// Endpoints of the REST API that a plugin brings, below `/api/resources`.
public protocol ResourcePlugin: Sendable {
    /// The endpoints below `/api/resources`, whose ids are unique within the plugin.
    static var endpoints: [ResourceEndpoint] { get }

    /// Creates the storage. Return quickly, and cause no effects outside the process.
    init(services: PluginServices) throws

    /// Answers a request to one of the endpoints, whose scope and schema have been checked.
    func respond(to request: ResourceRequest, context: CallContext) async throws -> ResourceResponse
}
