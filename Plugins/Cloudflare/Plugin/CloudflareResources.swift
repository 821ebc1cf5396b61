import CloudflareRuntime
import PluginKit

/// KV, D1, R2, queues and Vectorize of a connection's account.
struct CloudflareResources: ResourcePlugin {
    static let endpoints = CloudflareRuntime.resourceEndpoints

    private let runtime: CloudflareRuntime

    init(services: PluginServices) { runtime = CloudflareRuntime(services) }

    func respond(to request: ResourceRequest, context: CallContext) async throws -> ResourceResponse {
        try await runtime.respond(to: request)
    }
}
