import JSON
import PluginHost
import PluginMessages
import Synchronization

/// A provider that deploys nowhere and remembers what it was asked.
package final class FakeProvider: PluginConnection {
    /// What it does when it is asked.
    package struct Behavior: Sendable {
        package var requiredEnvironment: [String] = []
        package var emitDiagnostics: [Diagnostic] = []
        package var bindings: [Binding] = []
        package var deployFailure: PluginFailure?
        package var takedownFailure: PluginFailure?
        package var triggerFailure: PluginFailure?
        package var controlFailure: PluginFailure?
        package var resourceFailure: PluginFailure?
        /// Of bytes that an endpoint returns.
        package var resourceType = "text/plain"
        package var deleteFailure: PluginFailure?
        package var secretFailure: PluginFailure?
        /// Whether deployments keep their secrets until the next deploy.
        package var keepsSecrets = false
        /// Runs that have not ended as far as it knows, whatever the host says.
        package var unended: Set<String> = []
        /// The instance id of a triggered run; `nil` takes the run's.
        package var instanceID: String?
        /// Of a run that the service started by itself.
        package var ownInstances: Set<String> = []
        /// What `run` tells that such a run was started with.
        package var runParams: JSONValue?
        package var runState = RunStatus.running
        package var runError: RunFailure?
        /// Whether `run` knows every instance, as a provider does that an earlier process used.
        package var answersAll = false
        package var output: JSONValue?
        package var waitingFor: RunWait?
        /// Reported whatever is asked for, as by a plugin that does not know of selections.
        package var steps = [RunStep(name: "First", kind: .do, status: .active, attempts: 1, startedAt: 1_000)]
        package var logs = [RunLogLine(loggedAt: 1_000, level: .info, text: "Hello")]
        package var nodeProblems: [NodeProblem] = []
        package var verification = Verification(valid: true, accounts: [.init(id: "abc123", name: "My Account")])
        /// What `states` reports, the oldest change first; the instances that it does not know, and what is deployed.
        package var changes: [RunChange] = []
        package var unknown: Set<String> = []
        package var deployments: [String]?
        package var urls: [String: String]?
        /// What becomes of an interrupted deploy.
        package var recovery: Result<Recovery, PluginFailure> = .success(Recovery())
        /// Called within a deploy, before it ends.
        package var duringEmit: @Sendable () async -> Void = {}
        package var duringDeploy: @Sendable () async -> Void = {}
        /// Called when it has been asked about a run and has not answered yet.
        package var duringRun: @Sendable () async -> Void = {}
        /// Called when it has been asked for states and has not answered yet.
        package var duringStates: @Sendable (StatesRequest) async -> Void = { _ in }
        /// Called within a control of a run, with the id of the connection.
        package var duringControl: @Sendable (String) async -> Void = { _ in }

        package init() {}
    }

    package struct Call: Sendable {
        package let method: String
        package let request: JSONValue
    }

    private let behavior = Mutex(Behavior())
    private let received = Mutex<[Call]>([])
    /// The ids of runs that were triggered.
    private let started = Mutex<Set<String>>([])

    package init() {}

    package var calls: [Call] { received.withLock { $0 } }

    package func behave(_ change: (inout Behavior) -> Void) { behavior.withLock { change(&$0) } }

    package func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        let request = params["request"] ?? .null
        received.withLock { $0.append(Call(method: method, request: request)) }
        let behavior = behavior.withLock { $0 }
        do {
            switch method {
            case "resource.call":
                if let failure = behavior.resourceFailure { throw failure }
                return try answer(params.decode(), behavior.resourceType)
            case "node.options":
                let asked = try params.decode(NodeRequest.self)
                let option = "\(asked.field ?? "")-\(asked.config["region"]?.string ?? "anywhere")"
                return try JSONValue(encoding: [ConfigField.Option(option)])
            case "node.validate": return try JSONValue(encoding: behavior.nodeProblems)
            case "provider.emit":
                await behavior.duringEmit()
                return try emit(request, behavior)
            case "provider.deploy": return try await deploy(request, behavior, event)
            case "provider.trigger":
                if let failure = behavior.triggerFailure { throw failure }
                let run = try request.decode(TriggerRequest.self)
                started.withLock { _ = $0.insert("\(run.deployment.reference.text) \(run.runId)") }
                return try JSONValue(encoding: RunState(instanceId: behavior.instanceID ?? run.runId, status: .queued))
            case "provider.run":
                let asked = try request.decode(InstanceRequest.self)
                let instance = asked.instanceId
                let name = "\(asked.deployment.reference.text) \(instance)"
                let isStarted = instance == behavior.instanceID || started.withLock { $0.contains(name) }
                guard isStarted || behavior.answersAll || behavior.ownInstances.contains(instance) else {
                    throw PluginFailure(code: "here.run.unknown", message: "There is no run \(instance).")
                }
                await behavior.duringRun()
                return try JSONValue(
                    encoding: RunState(
                        instanceId: instance, status: behavior.runState, params: behavior.runParams,
                        output: behavior.output, error: behavior.runError, waitingFor: behavior.waitingFor))
            case "provider.control":
                let instance = try request.decode(InstanceRequest.self)
                await behavior.duringControl(instance.deployment.credentials.connectionId)
                if let failure = behavior.controlFailure { throw failure }
                let status: RunStatus =
                    switch instance.action {
                    case .pause: .paused
                    case .terminate: .terminated
                    case .resume, .restart, nil: .running
                    }
                return try JSONValue(encoding: RunState(instanceId: instance.instanceId, status: status))
            case "provider.sendEvent": return .null
            case "provider.steps":
                return try JSONValue(encoding: behavior.steps)
            case "provider.logs", "provider.serviceLogs": return try JSONValue(encoding: behavior.logs)
            case "provider.request":
                // Tells what it was asked.
                let asked = try request.decode(ServiceRequest.self)
                return try JSONValue(
                    encoding: ServiceResponse(
                        status: 418, headers: asked.headers,
                        body: "\(asked.method.rawValue) \(asked.path) \(asked.body ?? "")", isCut: false))
            case "provider.deleteRuns":
                if let failure = behavior.deleteFailure { throw failure }
                let asked = try request.decode(DeleteRunsRequest.self)
                let unended = asked.instanceIds.filter(behavior.unended.contains)
                started.withLock { started in
                    for instance in asked.instanceIds where !unended.contains(instance) {
                        started.remove("\(asked.deployment.reference.text) \(instance)")
                    }
                }
                return try JSONValue(encoding: DeletedRuns(unended: unended))
            case "provider.updateSecrets":
                if let failure = behavior.secretFailure { throw failure }
                return try JSONValue(encoding: SecretUpdateResult(isUpdated: !behavior.keepsSecrets))
            case "provider.states":
                let asked = try request.decode(StatesRequest.self)
                await behavior.duringStates(asked)
                return try JSONValue(encoding: states(asked, behavior))
            case "provider.verify": return try JSONValue(encoding: behavior.verification)
            case "provider.recover": return try JSONValue(encoding: behavior.recovery.get())
            case "provider.preview":
                return try JSONValue(
                    encoding: DeployPreview(
                        serviceName: "preview", changes: ["deploy nowhere"],
                        details: ["config": request["config"] ?? .null]))
            case "provider.takedown":
                if let failure = behavior.takedownFailure { throw failure }
                return .null
            default: throw PluginFailure(code: "fake.method", message: "The fake has no \(method).")
            }
        } catch let failure as PluginFailure {
            throw failure
        } catch {
            throw PluginFailure(code: "fake.request", message: "\(error)")
        }
    }

    /// Cursors are numbers of changes.
    private func states(_ request: StatesRequest, _ behavior: Behavior) -> RunStates {
        let start = request.since.flatMap(Int.init) ?? 0
        let page = behavior.changes.dropFirst(start).prefix(request.limit)
        let unknown = request.runs.map { runs in
            StatesRequest.DeploymentRuns(
                deploymentId: runs.deploymentId, reference: runs.reference,
                instanceIds: runs.instanceIds.filter(behavior.unknown.contains))
        }
        let next = start + page.count
        return RunStates(
            changes: Array(page), next: "\(next)", hasMore: next < behavior.changes.count, unknown: unknown,
            deployments: behavior.deployments, urls: behavior.urls)
    }

    /// Tells what it was asked, or gives bytes back.
    private func answer(_ request: ResourceRequest, _ type: String) throws -> JSONValue {
        if let bytes = request.bytes {
            return try JSONValue(encoding: ResourceResponse(status: 201, base64: bytes, contentType: type))
        }
        return try JSONValue(
            encoding: ResourceResponse(json: [
                "endpoint": .string(request.endpoint),
                "parameters": .object(
                    JSONObject(request.parameters.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
                "query": .object(request.query), "body": .object(request.body),
                "connectionId": request.credentials.map { .string($0.connectionId) } ?? .null,
            ]))
    }

    private func emit(_ request: JSONValue, _ behavior: Behavior) throws -> JSONValue {
        let program = try Program(json: request)
        guard behavior.emitDiagnostics.isEmpty else {
            return EmitResult(artifact: nil, diagnostics: behavior.emitDiagnostics).json
        }
        let artifact = Artifact(
            target: "here", kind: program.kind, fileName: "workflow.ts", className: "Workflow",
            source: "// \(program.name): \(program.nodes.map(\.id).joined(separator: ", "))\n", lineMap: [],
            bindings: behavior.bindings,
            requiredEnvironment: behavior.requiredEnvironment, dependencies: program.dependencies,
            trigger: program.trigger, warnings: [])
        return EmitResult(artifact: artifact, diagnostics: []).json
    }

    private func deploy(
        _ request: JSONValue, _ behavior: Behavior, _ event: @Sendable (String, JSONValue) -> Void
    ) async throws -> JSONValue {
        let request = try DeployRequest(json: request)
        for (stage, progress) in [("CREATING_WORKER", 55), ("DEPLOYING", 70)] {
            event("progress", try JSONValue(encoding: DeployProgress(stage: stage, message: stage, progress: progress)))
        }
        await behavior.duringDeploy()
        if let failure = behavior.deployFailure { throw failure }
        for (stage, progress) in [("WORKER_DEPLOYED", 85), ("UPDATING_WORKFLOW", 95)] {
            event("progress", try JSONValue(encoding: DeployProgress(stage: stage, message: stage, progress: progress)))
        }
        return try JSONValue(
            encoding: DeployResult(
                serviceName: "service-of-\(request.workflowId)", url: "http://localhost/here",
                reference: ["deployment": .string(request.deploymentId)]))
    }
}
