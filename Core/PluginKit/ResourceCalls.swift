import Synchronization

/// Answers the calls to a plugin's endpoints.
final class ResourceCalls: Sendable {
    private let types: [any ResourcePlugin.Type]
    /// By endpoint.
    private let resources = Mutex<[String: any ResourcePlugin]>([:])

    init(_ types: [any ResourcePlugin.Type]) { self.types = types }

    func configure(_ services: PluginServices) throws {
        for type in types {
            let resource = try type.init(services: services)
            resources.withLock { resources in
                for endpoint in type.endpoints { resources[endpoint.id] = resource }
            }
        }
    }

    func answer(_ params: JSONValue, _ context: CallContext) async throws -> JSONValue {
        let request = try params.decode(ResourceRequest.self)
        return try await JSONValue(encoding: resource(request.endpoint).respond(to: request, context: context))
    }

    private func resource(_ endpoint: String) throws(PluginFailure) -> any ResourcePlugin {
        guard let resource = resources.withLock({ $0[endpoint] }) else {
            throw PluginFailure(
                code: "plugin.resource", message: "The plugin has no endpoint \"\(endpoint)\", or was not configured.")
        }
        return resource
    }
}
