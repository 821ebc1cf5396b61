import CloudflareRuntime
import PluginKit
import WorkerCompiler

/// The provider `cloudflare`: programs become Workers and Workflows of an account.
struct CloudflareProvider: ProviderPlugin {
    static let definition = ProviderDefinition(
        id: "cloudflare", name: "Cloudflare", description: "Runs workflows on Cloudflare Workers and Workflows.",
        credentialSchema: CloudflareRuntime.credentialSchema, configSchema: CloudflareRuntime.configSchema,
        capabilities: [
            .emit, .verify, .deploy, .preview, .recover, .takedown, .trigger, .run, .pause, .resume, .terminate,
            .restart, .sendEvent,
            .steps, .serviceLogs, .states, .restartFrom, .terminateRollback,
        ], needsDeployments: true, checksRequests: true)

    private let compiler: WorkerCompiler
    private let runtime: CloudflareRuntime

    init(services: PluginServices) {
        // Which plan a version is deployed to is not known when it is compiled: a deploy checks the connection's.
        compiler = WorkerCompiler(target: "cloudflare", limits: .paid, settings: services.settings)
        runtime = CloudflareRuntime(services)
    }

    func emit(_ program: Program, context: CallContext) async throws -> EmitResult {
        try await compiler.compile(program)
    }

    func verify(_ request: VerifyRequest, context: CallContext) async throws -> Verification {
        try await runtime.verify(request)
    }

    func deploy(_ request: DeployRequest, context: CallContext) async throws -> DeployResult {
        try await runtime.deploy(request) { context.progress($0) }
    }

    func preview(_ request: DeployRequest, context: CallContext) async throws -> DeployPreview {
        try await runtime.preview(request)
    }

    func recover(_ request: RecoverRequest, context: CallContext) async throws -> Recovery {
        try await runtime.recover(request)
    }

    func takedown(_ deployment: DeploymentHandle, context: CallContext) async throws {
        try await runtime.takedown(deployment)
    }

    func trigger(_ request: TriggerRequest, context: CallContext) async throws -> RunState {
        try await runtime.trigger(request)
    }

    func run(_ request: InstanceRequest, context: CallContext) async throws -> RunState {
        try await runtime.state(request)
    }

    func control(_ request: InstanceRequest, context: CallContext) async throws -> RunState {
        try await runtime.control(request)
    }

    func states(since request: StatesRequest, context: CallContext) async throws -> RunStates {
        try await runtime.states(since: request)
    }

    func sendEvent(_ request: EventRequest, context: CallContext) async throws {
        try await runtime.sendEvent(request)
    }

    func serviceLogs(of deployment: DeploymentHandle, context: CallContext) async throws -> [RunLogLine] {
        try await runtime.serviceLogs(of: deployment)
    }

    func steps(of request: InstanceRequest, context: CallContext) async throws -> [RunStep] {
        try await runtime.steps(of: request)
    }
}
