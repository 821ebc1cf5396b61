import JSON
import LocalRuntime
import PluginMessages

/// Instances: the runtime runs them, the account remembers them.
struct WorkflowRuns: Sendable {
    /// Something that a runtime tells.
    struct Change: Sendable {
        let state: RunState
        let deploymentId: String
        let time: Moment
    }

    let store: Store
    let deployments: RuntimeDeployments

    /// Keeps the account's instances as the runtimes tell them, until there are no more changes.
    func follow(_ changes: AsyncStream<Change>) async {
        for await change in changes {
            do { try await record(change) } catch { store.report("A run's change was not kept: \(error)") }
        }
    }

    func create(_ id: String, of name: String, params: JSONValue, account: String) async throws -> JSONValue {
        _ = try await store.read(account) { try $0.script(try $0.workflow(name).script) }
        let reference = try await deployments.deploy(.workflow(name), account: account)
        let answer = try await store.update(account) { account in
            var workflow = try account.workflow(name)
            guard workflow.instances.allSatisfy({ $0.id != id }) else {
                throw APIError(.conflict, 10405, "workflows.api.error.instance.already_exists")
            }
            let instance = WorkflowInstance(
                id: id, versionId: workflow.version.id, source: "api", reference: reference, createdAt: .now,
                modifiedAt: .now)
            workflow.instances.append(instance)
            account.workflows[name] = workflow
            return instance.creation(in: workflow)
        }
        _ = try await deployments.runtime(account).trigger(
            TriggerRequest(
                deployment: RuntimeDeployment.handle(reference, account: account), runId: id, params: params))
        return answer
    }

    func history(of instance: WorkflowInstance, account: String) async throws -> RunHistory {
        try await deployments.runtime(account).history(of: Self.request(instance, account))
    }

    func control(
        _ instance: WorkflowInstance, _ action: InstanceRequest.Action, from step: StepReference? = nil,
        account: String
    ) async throws -> RunHistory {
        _ = try await deployments.runtime(account).control(Self.request(instance, account, action, from: step))
        return try await history(of: instance, account: account)
    }

    func send(_ type: String, _ payload: JSONValue?, to instance: WorkflowInstance, account: String) async throws {
        let request = Self.request(instance, account)
        try await deployments.runtime(account).sendEvent(
            EventRequest(deployment: request.deployment, instanceId: instance.id, type: type, payload: payload))
    }

    /// An instance that the account does not know was started by a program.
    private func record(_ change: Change) async throws {
        guard let (account, owner, version) = RuntimeDeployment.parts(of: change.deploymentId) else { return }
        let state = change.state
        try await store.update(account) { account in
            guard var workflow = account.workflows.values.first(where: { $0.id == owner }) else { return }
            let index = workflow.instances.firstIndex { $0.id == state.instanceId }
            if index == nil {
                workflow.instances.append(
                    WorkflowInstance(
                        id: state.instanceId, versionId: version, source: "binding",
                        reference: [
                            "deploymentId": .string(change.deploymentId), "service": .string(workflow.service),
                        ], createdAt: change.time, modifiedAt: change.time))
            }
            workflow.instances[index ?? workflow.instances.count - 1]
                .became(state.status.rawValue, isOver: state.status.isTerminal, at: change.time)
            account.workflows[workflow.name] = workflow
        }
    }

    private static func request(
        _ instance: WorkflowInstance, _ account: String, _ action: InstanceRequest.Action? = nil,
        from step: StepReference? = nil
    ) -> InstanceRequest {
        InstanceRequest(
            deployment: RuntimeDeployment.handle(instance.reference, account: account), instanceId: instance.id,
            action: action, from: step)
    }
}
