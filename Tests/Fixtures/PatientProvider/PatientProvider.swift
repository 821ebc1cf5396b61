import PluginKit

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    PluginDefinition(
        id: "patient", name: "Patient", version: "1.0.0", description: "A provider that takes as long as a test wants.",
        providers: [PatientProvider.self]
    ).start(host)
}

/// Deploys nowhere. What it is asked for ends when the service at its setting `URL` has answered.
struct PatientProvider: ProviderPlugin {
    static let definition = ProviderDefinition(
        id: "patient", name: "Patient", description: "Waits for a test.", accepts: ["cloudflare"],
        credentialSchema: [ConfigField("apiToken", .secret, label: "API token", required: true)],
        capabilities: [.verify, .deploy, .takedown, .trigger, .run])

    private let services: PluginServices

    init(services: PluginServices) { self.services = services }

    func emit(_ program: Program, context: CallContext) async throws -> EmitResult {
        EmitResult(artifact: nil, diagnostics: [])
    }

    private func wait(at path: String) async throws {
        _ = try await services.fetch(
            FetchRequest(
                "POST", "\(services.settings["URL"] ?? "")\(path)", body: Array("{}".utf8), timeoutSeconds: 120))
    }

    func verify(_ request: VerifyRequest, context: CallContext) async throws -> Verification {
        try await wait(at: "/hold/verify")
        return Verification(valid: true)
    }

    func deploy(_ request: DeployRequest, context: CallContext) async throws -> DeployResult {
        if request.environment.contains(where: { $0.name == "FAIL" }) {
            throw PluginFailure(code: "patient.refused", message: "It was asked to fail.")
        }
        context.progress(DeployProgress(stage: "DEPLOYING", message: "Waiting", progress: 65))
        try await wait(at: "/hold/deploy")
        return DeployResult(serviceName: "patient", reference: ["id": .string(request.deploymentId)])
    }

    func takedown(_ deployment: DeploymentHandle, context: CallContext) async throws {}

    func trigger(_ request: TriggerRequest, context: CallContext) async throws -> RunState {
        RunState(instanceId: request.runId, status: .complete)
    }

    func run(_ request: InstanceRequest, context: CallContext) async throws -> RunState {
        RunState(instanceId: request.instanceId, status: .complete)
    }
}
