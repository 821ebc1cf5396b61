import LocalRuntime
import PluginKit

/// KV, D1, R2 and queues of a local connection, at the paths that other providers of Workers have.
struct LocalResources: ResourcePlugin {
    static let endpoints = LocalRuntime.resourceEndpoints

    private let runtime: LocalRuntime?

    init(services: PluginServices) throws { runtime = try services.localRuntime() }

    func respond(to request: ResourceRequest, context: CallContext) async throws -> ResourceResponse {
        guard let runtime else {
            throw PluginFailure(code: "local.noDataDirectory", message: "The provider was loaded for compiling only.")
        }
        return try await runtime.respond(to: request)
    }
}
