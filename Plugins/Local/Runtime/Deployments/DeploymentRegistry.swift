import Foundation
import JSON
import PluginMessages

/// What is deployed here: its code in folders, the rest in the journal.
final class DeploymentRegistry: RuntimePart {
    let context: RuntimeContext
    let instances: InstanceScheduler
    let workers: WorkerPool
    private let runs: RunOperations
    private let functions: FunctionServer
    private let problems: ProblemReports
    private let triggers: Triggers

    /// What begins by itself, and is looked at when something was deployed.
    struct Triggers {
        let queues: QueueDispatcher
        let schedules: CronDispatcher
    }

    init(
        _ context: RuntimeContext, _ runs: RunOperations, _ functions: FunctionServer, _ triggers: Triggers
    ) {
        self.context = context
        self.runs = runs
        self.functions = functions
        self.triggers = triggers
        instances = runs.instances
        workers = instances.workers
        problems = instances.problems
    }

    /// Deploys a workflow. When it throws, what was deployed before still is; runs of an older deployment go on
    /// with the code they began with.
    /// - Parameters:
    ///   - bundle: The module with the packages it imports, where it imports any.
    ///   - lines: The nodes that its lines belong to.
    /// - Throws: `local.…`; `local.deploy.module` when the module does not load, with the node in its details.
    nonisolated(nonsending) func deploy(
        _ request: DeployRequest, bundle: String? = nil, lines: [LineMapping]? = nil,
        progress: @Sendable (DeployProgress) -> Void
    ) async throws -> DeployResult {
        let service = try await service(of: request)
        var deployment = try DeploymentPlan(request, as: service, bundle: bundle, lines: lines).deployment
        guard request.artifact.kind == .workflow || functions.port != nil else { throw noPort }
        progress(DeployStage.creatingWorker.progress("Writing \(deployment.service)"))
        let folder = configuration.folder(of: deployment.id)
        workers.discardAll(of: deployment.id, because: "it is deployed again")
        deployment.digest = try folder.write(source: request.artifact.source, bundle: bundle)
        progress(DeployStage.deploying.progress("Loading the module"))
        do {
            try await check(deployment)
            progress(DeployStage.workerDeployed.progress("The module is loaded"))
            progress(DeployStage.updatingWorkflow.progress("New runs begin with it"))
            try await journal.save(deployment, now: now)
        } catch {
            workers.discardAll(of: deployment.id, because: "it is not deployed")
            try folder.remove()
            throw error
        }
        triggers.queues.schedule(at: now)
        triggers.schedules.schedule(at: now)
        // It is deployed: what cannot be removed now is removed with a later deploy.
        do { try await removeRetiredDeployments() } catch {
            observer.log(.warning, "Replaced deployments of \(deployment.service) are not removed: \(error)")
        }
        let reference = DeploymentReference(deploymentId: deployment.id, service: deployment.service)
        return DeployResult(
            serviceName: deployment.service, url: functions.url(of: deployment.service), reference: reference.json,
            notes: functions.port == nil ? [noPort.message] : nil)
    }

    /// Refuses a deploy whose nodes call a service that is not deployed with the connection.
    /// - Throws: `local.service.unknown`
    nonisolated(nonsending) func checkServices(of request: DeployRequest) async throws {
        let own = ServiceName.make(workflowName: request.workflowName, workflowId: request.workflowId)
        for binding in request.artifact.bindings {
            guard let service = binding.settings["service"]?.string, service != own else { continue }
            _ = try await journal.service(service, with: request.credentials.connectionId)
        }
    }

    /// The name that a workflow is deployed under with a connection: the plain one, unless another connection has it.
    private nonisolated(nonsending) func service(of request: DeployRequest) async throws -> String {
        let name = ServiceName.make(workflowName: request.workflowName, workflowId: request.workflowId)
        let connection = request.credentials.connectionId
        let owner = try await journal.newestDeployment(service: name)?.account ?? ""
        // Earlier releases kept no connection.
        return owner.isEmpty || owner == connection ? name : ServiceName.of(name, connection: connection)
    }

    private var noPort: PluginFailure {
        problems.port
            ?? PluginFailure(.portTaken, message: "Functions are not available yet.", retryable: true)
    }

    /// Deletes deployments that newer ones replaced, when their runs are over.
    nonisolated(nonsending) func removeRetiredDeployments() async throws {
        try await instances.commits.settled()
        // One that answers a request goes later.
        try await remove(try await journal.retiredDeployments().filter { !workers.hasInvocations(of: $0) })
    }

    nonisolated(nonsending) func remove(_ ids: [String]) async throws {
        // First from the journal: a folder that is left behind is removed at the next start.
        try await journal.deleteDeployments(ids)
        for id in ids {
            workers.discardAll(of: id, because: "it is removed")
            workers.output.forgetSecrets(of: id)
            try configuration.folder(of: id).remove()
        }
    }

    /// Removes a service: its runs are terminated, its code is deleted. Succeeds if it was already removed.
    nonisolated(nonsending) func takedown(_ handle: DeploymentHandle) async throws {
        let service = try DeploymentReference(handle.reference).service
        try await runs.terminateAll(of: service)
        try await remove(try await journal.deploymentIds(service: service))
        context.serviceLogs.forget(service)
    }

    /// How a deploy ended that the server did not live to see: the journal has the deployment, or nothing was deployed.
    nonisolated(nonsending) func recover(_ request: RecoverRequest) async throws -> Recovery {
        guard let deployment = try await journal.deployment(request.deploymentId) else { return Recovery() }
        return Recovery(
            result: DeployResult(
                serviceName: deployment.service, url: functions.url(of: deployment.service),
                reference: DeploymentReference(deploymentId: deployment.id, service: deployment.service).json))
    }

    /// Removes the folders of deployments that are not in the journal: a deploy or its removal was cut off.
    nonisolated(nonsending) func removeLeftovers() async throws {
        for folder in try configuration.deploymentFolders()
        where try await journal.deployment(folder.url.lastPathComponent) == nil { try folder.remove() }
    }

    /// Loads the module in the process that will run it.
    private nonisolated(nonsending) func check(_ deployment: LocalDeployment) async throws {
        await problems.lookAnew()
        try workers.start(deployment)
        let outcome = await withCheckedContinuation { workers[deployment.worker]?.waitingForLoad.append($0) }
        switch outcome {
        case .loaded: return
        case .refused(let message, let lines): throw failure(message, lines, of: deployment)
        case .ended(let owner, let reason):
            // Only what the program does itself says something about its module.
            guard !owner.counts else { throw failure("Deno could not run it: \(reason)", [], of: deployment) }
            throw problems.refusal
                ?? PluginFailure(
                    .workerInterrupted,
                    message: "The process that loaded the module ended: \(reason). Deploy again.", retryable: true)
        }
    }

    private func failure(_ message: String, _ lines: [Int], of deployment: LocalDeployment) -> PluginFailure {
        let folder = configuration.folder(of: deployment.id)
        let node = deployment.lineMap.node(at: lines)
        let message = message.replacingOccurrences(of: folder.url.absoluteString + "/", with: "")
            .replacingOccurrences(of: folder.url.path + "/", with: "")
        return PluginFailure(
            .deployModule,
            message: "The module does not load\(node.map { ", because of node \"\($0)\"" } ?? ""): \(message)",
            details: .object(
                JSONObject(present: ("nodeId", node.map(JSONValue.string)), ("line", lines.first.map(JSONValue.int)))),
            fault: .invalid)
    }
}
