import PluginKit
import WorkerBackend

/// The target `cloudflare`: programs become Workers.
struct CloudflareProvider: ProviderPlugin {
    static let definition = ProviderDefinition(
        id: "cloudflare", name: "Cloudflare", description: "Compiles to Cloudflare Workers and Workflows.",
        credentialSchema: [
            ConfigField("apiToken", .secret, label: "API token", required: true),
            ConfigField("accountId", .string, label: "Account id", required: true),
        ],
        capabilities: [.emit])

    private let backend = WorkerBackend(target: "cloudflare", limits: .paid)

    init(services: PluginServices) {}

    func emit(_ program: Program, context: CallContext) async throws -> EmitResult { backend.emit(program) }
}
