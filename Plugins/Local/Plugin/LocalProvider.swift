import LocalRuntime
import PluginKit
import WorkerBundler
import WorkerCompiler

/// The provider `local`: takes what is compiled for Cloudflare, or compiles itself, and runs it here.
struct LocalProvider: ProviderPlugin {
    static let definition = ProviderDefinition(
        id: "local", name: "This machine",
        description: "Runs workflows durably on this machine, in Deno, without an account. For development, tests and "
            + "small installations.",
        accepts: ["cloudflare"], configSchema: DeploymentPlan.configSchema,
        capabilities: [
            .emit, .verify, .deploy, .recover, .takedown, .trigger, .run, .pause, .resume, .terminate, .restart,
            .sendEvent, .steps, .logs, .serviceLogs, .request, .states, .deleteRuns, .restartFrom, .inspect, .metrics,
            .updateSecrets,
        ],
        defaultConnection: "Local", bindings: DeploymentPlan.bindings, asksTokens: true,
        checksRequests: true, runsTests: true, isOnServer: true)

    private let compiler: WorkerCompiler
    private let bundler: WorkerBundler
    /// `nil` where there is nowhere to keep anything: when the plugin is loaded to compile only.
    private let runtime: LocalRuntime?

    init(services: PluginServices) throws {
        compiler = WorkerCompiler(target: "local", limits: .paid, settings: services.settings)
        bundler = WorkerBundler(settings: services.settings, folder: services.dataDirectory)
        runtime = try services.localRuntime()
    }

    func start() async throws {
        runtime?.endOrphans()
        try await runtime?.start()
    }

    func shutdown(within time: Duration?) async { await runtime?.shutdown(within: time) }

    func emit(_ program: Program, context: CallContext) async throws -> EmitResult {
        try await compiler.compile(program)
    }

    /// There is nothing to verify: it needs no credentials.
    func verify(_ request: VerifyRequest, context: CallContext) -> Verification { Verification(valid: true) }

    func deploy(_ request: DeployRequest, context: CallContext) async throws -> DeployResult {
        try await running.checkServices(of: request)
        let artifact = request.artifact
        let bundle = artifact.dependencies.isEmpty ? nil : try await bundler.module(of: artifact)
        // Lines of errors are the bundle's.
        let lines = bundle?.sourceMap.flatMap(SourceLines.init)?.mappings(artifact.lineMap, of: WorkerBundler.source)
        return try await running.deploy(request, bundle: bundle?.code, lines: lines) { context.progress($0) }
    }

    func recover(_ request: RecoverRequest, context: CallContext) async throws -> Recovery {
        try await running.recover(request)
    }

    func takedown(_ deployment: DeploymentHandle, context: CallContext) async throws {
        try await running.takedown(deployment)
    }

    func trigger(_ request: TriggerRequest, context: CallContext) async throws -> RunState {
        try await running.trigger(request)
    }

    func run(_ request: InstanceRequest, context: CallContext) async throws -> RunState {
        try await running.run(request)
    }

    func control(_ request: InstanceRequest, context: CallContext) async throws -> RunState {
        try await running.control(request)
    }

    func sendEvent(_ request: EventRequest, context: CallContext) async throws {
        try await running.sendEvent(request)
    }

    func steps(of request: InstanceRequest, context: CallContext) async throws -> [RunStep] {
        try await running.steps(of: request)
    }

    func logs(of request: InstanceRequest, context: CallContext) async throws -> [RunLogLine] {
        try await running.logs(of: request)
    }

    func serviceLogs(of deployment: DeploymentHandle, context: CallContext) async throws -> [RunLogLine] {
        try await running.serviceLogs(of: deployment)
    }

    func request(_ request: ServiceRequest, context: CallContext) async throws -> ServiceResponse {
        try await running.answer(request)
    }

    func states(since request: StatesRequest, context: CallContext) async throws -> RunStates {
        try await running.states(since: request)
    }

    func deleteRuns(_ request: DeleteRunsRequest, context: CallContext) async throws -> DeletedRuns {
        try await running.deleteRuns(request)
    }

    func updateSecrets(_ update: SecretUpdate, context: CallContext) async throws -> SecretUpdateResult {
        try await running.updateSecrets(update)
    }

    func inspect(_ request: InspectionRequest, context: CallContext) throws -> Inspection {
        try FolderInspection(folder: request.folder).run(request)
    }

    func metrics(_ request: MetricsRequest, context: CallContext) async throws -> [PluginMetric] {
        try await running.metrics()
    }

    private var running: LocalRuntime {
        get throws {
            guard let runtime else {
                throw PluginFailure(
                    code: "local.noDataDirectory", message: "The provider was loaded for compiling only.")
            }
            return runtime
        }
    }
}
