import PluginKit
import WorkerCompiler

/// The target `cloudflare`: programs become Workers.
struct CloudflareProvider: ProviderPlugin {
    static let definition = ProviderDefinition(
        id: "cloudflare", name: "Cloudflare", description: "Compiles to Cloudflare Workers and Workflows.",
        credentialSchema: [
            ConfigField("apiToken", .secret, label: "API token", required: true),
            ConfigField("accountId", .string, label: "Account id", required: true),
        ],
        capabilities: [.emit])

    private let compiler: WorkerCompiler

    init(services: PluginServices) {
        compiler = WorkerCompiler(target: "cloudflare", limits: .paid, settings: services.settings)
    }

    func emit(_ program: Program, context: CallContext) async throws -> EmitResult {
        try await compiler.compile(program)
    }
}
