import Foundation
import JSON
import LocalRuntime
import PluginMessages

/// Runs instances with the project's own runtime: each account has one.
actor WorkflowRuns {
    private let store: Store
    private let releases: ScriptReleases
    private let deno: URL
    private var runtimes: [String: LocalRuntime] = [:]
    /// What the runtime has newest of a service.
    private var deployed: [String: (id: String, reference: JSONValue)] = [:]
    private let changes: AsyncStream<Change>
    private let observe: AsyncStream<Change>.Continuation

    /// Something that a runtime tells.
    private struct Change: Sendable {
        let state: RunState
        let deployment: RuntimeDeployment
        let time: Moment
    }

    init(store: Store, releases: ScriptReleases, deno: URL) {
        self.store = store
        self.releases = releases
        self.deno = deno
        (changes, observe) = AsyncStream.makeStream()
    }

    /// Keeps the account's instances as the runtimes tell them; ends when the emulator does.
    func follow() async {
        for await change in changes {
            do { try await record(change) } catch { store.report("A run's change was not kept: \(error)") }
        }
    }

    func shutdown() async {
        for runtime in runtimes.values { await runtime.shutdown() }
        observe.finish()
    }

    func create(
        _ id: String, of name: String, params: JSONValue, account: String
    ) async throws -> JSONValue {
        let (reference, workflow) = try await deploy(name, account: account)
        let instance = WorkflowInstance(
            id: id, versionId: workflow.version.id, source: "api", reference: reference, createdAt: .now,
            modifiedAt: .now)
        let answer = try await store.update(account) { account in
            guard try account.workflow(name).instances.allSatisfy({ $0.id != id }) else {
                throw APIError(.conflict, 10405, "workflows.api.error.instance.already_exists")
            }
            account.workflows[name]?.instances.append(instance)
            return instance.creation(in: workflow)
        }
        _ = try await runtime(account).trigger(
            TriggerRequest(deployment: Self.handle(reference), runId: id, params: params))
        return answer
    }

    func history(of instance: WorkflowInstance, account: String) async throws -> RunHistory {
        try await runtime(account).history(of: Self.request(instance))
    }

    func control(
        _ instance: WorkflowInstance, _ action: InstanceRequest.Action, account: String
    ) async throws -> RunHistory {
        _ = try await runtime(account).control(Self.request(instance, action))
        return try await history(of: instance, account: account)
    }

    func send(_ type: String, _ payload: JSONValue?, to instance: WorkflowInstance, account: String) async throws {
        let request = Self.request(instance)
        try await runtime(account).sendEvent(
            EventRequest(deployment: request.deployment, instanceId: instance.id, type: type, payload: payload))
    }

    /// Terminates what runs.
    func remove(_ workflow: Workflow, account: String) async throws {
        guard let reference = workflow.instances.last?.reference else { return }
        deployed[workflow.id] = nil
        try await runtime(account).takedown(Self.handle(reference))
    }

    /// Has the runtime deploy what the Worker of a workflow serves now, unless it has it.
    private func deploy(_ name: String, account: String) async throws -> (reference: JSONValue, Workflow) {
        let (workflow, version, services) = try await store.read(account) { account in
            let workflow = try account.workflow(name)
            return (workflow, try account.script(workflow.script).active, account.workflows.mapValues(\.service))
        }
        guard let version else { throw APIError.scriptNotFound(workflow.script) }
        let deployment = RuntimeDeployment(
            account: account, workflow: workflow.id, version: workflow.version.id, script: version.id)
        if let known = deployed[workflow.id], known.id == deployment.id { return (known.reference, workflow) }
        let request = try deployment.request(
            workflow, version, services: services, folder: releases.folder(of: version))
        do {
            let result = try await runtime(account).deploy(request) { _ in }
            deployed[workflow.id] = (deployment.id, result.reference)
            return (result.reference, workflow)
        } catch let failure as PluginFailure {
            throw APIError.invalid("The emulator cannot run \(workflow.script): \(failure.message)", code: 10021)
        }
    }

    private func runtime(_ account: String) async throws -> LocalRuntime {
        if let runtime = runtimes[account] { return runtime }
        let observe = observe
        let store = store
        let runtime = try LocalRuntime(
            LocalConfiguration(
                dataFolder: store.folder.appending(path: "runtime").appending(path: account),
                settings: ["DENO": deno.path, "ALLOW_PRIVATE": "1"], searchPath: ""),
            observer: LocalObserver(
                log: { level, line in
                    if level == .error || level == .warning { store.report(line) }
                },
                changed: { state, id in
                    guard let deployment = RuntimeDeployment(id: id) else { return }
                    observe.yield(Change(state: state, deployment: deployment, time: .now))
                }))
        runtimes[account] = runtime
        try await runtime.start()
        return runtime
    }

    /// An instance that the account does not know was started by a program.
    private func record(_ change: Change) async throws {
        let state = change.state
        try await store.update(change.deployment.account) { account in
            guard var workflow = account.workflows.values.first(where: { $0.id == change.deployment.workflow }) else {
                return
            }
            let index = workflow.instances.firstIndex { $0.id == state.instanceId }
            if index == nil {
                workflow.instances.append(
                    WorkflowInstance(
                        id: state.instanceId, versionId: change.deployment.version, source: "binding",
                        reference: [
                            "deploymentId": .string(change.deployment.id), "service": .string(workflow.service),
                        ],
                        createdAt: change.time, modifiedAt: change.time))
            }
            workflow.instances[index ?? workflow.instances.count - 1]
                .became(state.status.rawValue, isOver: state.status.isTerminal, at: change.time)
            account.workflows[workflow.name] = workflow
        }
    }

    private static func request(
        _ instance: WorkflowInstance, _ action: InstanceRequest.Action? = nil
    ) -> InstanceRequest {
        InstanceRequest(deployment: handle(instance.reference), instanceId: instance.id, action: action)
    }

    private static func handle(_ reference: JSONValue) -> DeploymentHandle {
        DeploymentHandle(reference: reference, credentials: RuntimeDeployment.credentials)
    }
}
