import JSON
import PluginMessages

/// Answers what programs ask of the members of `env`: of resources, other Workers, workflows and tokens.
final class BindingServer: RuntimePart, BindingResponder {
    let context: RuntimeContext
    let workers: WorkerPool
    let instances: InstanceScheduler
    let runs: RunOperations
    let queues: QueueDispatcher
    let tasks: PartTasks<BindingServer>
    let memory: BindingMemory
    let databaseTurns = DatabaseTurns()
    private let problems: ProblemReports
    var stores: ResourceStores

    init(
        _ context: RuntimeContext, _ runs: RunOperations, _ queues: QueueDispatcher, _ tasks: PartTasks<BindingServer>
    ) {
        self.context = context
        self.runs = runs
        self.queues = queues
        self.tasks = tasks
        instances = runs.instances
        workers = instances.workers
        problems = instances.problems
        let limits = context.configuration.resources
        memory = BindingMemory(
            limit: limits.callMegabytes << 20, total: limits.totalCallMegabytes << 20, counters: context.counters)
        stores = ResourceStores(
            folder: ResourceFolder(url: context.configuration.dataFolder.appending(path: "resources")), limits: limits)
    }

    /// Answers to a process when it is done.
    func serve(_ request: BindingRequest, from deployment: LocalDeployment, _ number: Int) {
        let claim = memory.claim(for: deployment.id)
        let body = request.body.flatMap { workers.receive($0, claim, from: deployment.worker) }
        do throws(PluginFailure) { try claim.take(request.bytes) } catch {
            return refuse(request.call, of: deployment.worker, number, error)
        }
        let task = tasks.start { server in
            do {
                let answer = try await server.answer(to: request, body, from: deployment)
                try server.send(answer, to: request.call, of: deployment.worker, number, claim)
            } catch { server.failed(request, from: deployment, number, error) }
            if server.workers.worker(deployment.worker, number) != nil {
                server.workers[deployment.worker]?.queries[request.call] = nil
            }
        }
        if deployment.bindings[request.binding]?.kind == .database {
            workers[deployment.worker]?.queries[request.call] = task
        }
    }

    /// A failure that is the program's, or a limit of its own, is an error that the program sees. Any other interrupts the run
    /// or the handler that asked: it is done again, and nothing counts.
    private func failed(_ request: BindingRequest, from deployment: LocalDeployment, _ number: Int, _ error: any Error)
    {
        let owner = FailureOwner(of: error)
        guard !owner.counts else { return refuse(request.call, of: deployment.worker, number, error) }
        let failure = PluginFailure.ofMachine(error)
        if owner == .machine {
            problems.noteFailure(of: "\(request.binding) of \(deployment.service)", error, told: failure)
        }
        switch request.cause {
        case .run(let run): instances.interrupt(run, because: failure)
        case .invocation(let call): workers.interrupt(call, of: deployment.worker, because: failure)
        // The module does not load without it.
        case nil: break
        }
        refuse(request.call, of: deployment.worker, number, failure)
    }

    private func refuse(_ call: Int, of deploymentId: String, _ number: Int, _ error: any Error) {
        workers.process(deploymentId, number)?.send(.error(call: call, StepFailure(ofBinding: error)))
    }

    private nonisolated(nonsending) func answer(
        to request: BindingRequest, _ body: ByteBody?, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        guard instances.isCurrent(request) else {
            throw PluginFailure(
                .runInterrupted, message: "The run was interrupted: this attempt has ended.")
        }
        guard let binding = deployment.bindings[request.binding] else {
            throw PluginFailure(.bindingUnknown, message: "Unknown binding \(request.binding).")
        }
        if await Self.stores(binding.kind, request) { try await runs.disk.require(deployment) }
        do {
            switch binding.kind {
            case .workflow: return try await workflow(binding.resource, request, from: deployment)
            case .service: return try await service(binding.resource, request, body, from: deployment)
            case .keyValue: return try await keyValue(binding, request, body, from: deployment)
            case .database: return try await database(binding, request, from: deployment)
            case .bucket: return try await bucket(binding, request, body, from: deployment)
            case .analytics: return try await analytics(binding, request, from: deployment)
            case .queue: return try await queues.send(binding, request, from: deployment)
            case .tokens: return try await token(request, from: deployment)
            }
        } catch let mismatch as JSONMismatch {
            throw PluginFailure(.bindingArguments, message: "\(request.binding): \(mismatch)")
        }
    }

    /// Whether a call keeps more on the disk than there was. What makes room is not refused.
    private nonisolated(nonsending) static func stores(
        _ kind: DeployedBinding.Kind, _ request: BindingRequest
    ) async -> Bool {
        switch kind {
        case .keyValue: request.method == "put"
        case .bucket: ["put", "beginUpload", "uploadPart", "completeUpload"].contains(request.method)
        case .queue, .analytics: true
        case .database: await D1Statement.stores(request.value)
        case .workflow, .service, .tokens: false
        }
    }

    /// - Throws: `local.binding.memory`
    private func send(
        _ answer: BindingAnswer, to call: Int, of deploymentId: String, _ number: Int, _ claim: BindingMemory.Claim
    ) throws(PluginFailure) {
        guard let process = workers.process(deploymentId, number) else { return }
        guard let body = answer.body else {
            let text = answer.value?.text
            try claim.take(text?.utf8.count ?? 0)
            return process.send(.value(call: call, text), holding: claim)
        }
        try claim.take(answer.bodyBytes)
        let stream = workers.openStream(to: deploymentId)
        var value = answer.value?.object ?? [:]
        value["body"] = .int(stream)
        process.send(.value(call: call, JSONValue.object(value).text))
        workers.tasks.start { await $0.send(body, as: stream, to: deploymentId, number, claim) }
    }
}
