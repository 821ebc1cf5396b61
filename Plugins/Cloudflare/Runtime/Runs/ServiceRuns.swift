import JSON
import PluginMessages

/// The runs of a deployed service.
struct ServiceRuns: Sendable {
    let api: CloudflareAPI
    let reference: WorkerReference

    /// - Throws: `cloudflare.function` for a service that has no runs.
    init(api: CloudflareAPI, reference: WorkerReference) throws(PluginFailure) {
        guard reference.isWorkflow else {
            throw PluginFailure(
                code: "cloudflare.function", message: "\(reference.service) is a function: it has no runs.")
        }
        self.init(api: api, of: reference)
    }

    /// - Parameter workflow: Known to be one.
    init(api: CloudflareAPI, of workflow: WorkerReference) {
        self.api = api
        reference = workflow
    }

    /// Starts a run under the id that it has here. Repeated, it finds the run that is there.
    func start(_ id: String, params: JSONValue) async throws(APIFailure) -> RunState {
        do {
            let instance = try await api.createInstance(of: reference.service, id: id, params: params)
            return RunState(
                instanceId: instance["id"]?.string ?? id,
                status: RunStatus(cloudflare: instance["status"]?.string ?? "queued"))
        } catch {
            // Nobody knows whether it was started, or it was and the answer was lost.
            guard error.isTransient || error.status == 409 || error.status == 400 else { throw error }
            let known: RunState?
            do { known = try await found(id) } catch _ { known = nil }
            guard let known else { throw error }
            return known
        }
    }

    /// Of an instance that is gone the state is unknown, with the reason: a run is not waited for in vain.
    func state(of id: String) async throws(APIFailure) -> RunState {
        try await found(id) ?? RunState(instanceId: id, status: .unknown, error: Self.gone)
    }

    /// "Workflows: Limits" of Cloudflare's documentation: 3 days, 30 days on the paid plan.
    static let gone = RunFailure(
        name: "cloudflare.instance.gone",
        message:
            "Cloudflare no longer has the run: it was taken down with its workflow, or the retention period of the "
            + "account's plan has ended. Its outcome is unknown.")

    /// `nil` for an instance that is gone.
    private func found(_ id: String) async throws(APIFailure) -> RunState? {
        try await api.orMissing { () throws(APIFailure) in
            RunState(instance: try await api.instance(id, of: reference.service), id: id, nodes: reference.nodes)
        }
    }

    func steps(of id: String) async throws(APIFailure) -> [RunStep] {
        let instance = try await api.instance(id, of: reference.service)
        return (instance["steps"]?.array ?? []).compactMap { RunStep($0, nodes: reference.nodes) }
    }

    /// - Parameters:
    ///   - step: Of a restart: from there on, with the results of the steps before it.
    ///   - rollback: Of a termination: whether the rollback handlers of the steps run first.
    func change(
        _ id: String, _ action: InstanceRequest.Action, from step: StepReference? = nil, rollback: Bool = false
    ) async throws(APIFailure) -> RunState {
        var place: InstanceStep?
        if let step { place = InstanceStep(step, among: try await steps(of: id)) }
        let answer = try await api.changeInstance(
            id, of: reference.service, action.rawValue, from: place, rollback: rollback)
        return RunState(instanceId: id, status: RunStatus(cloudflare: answer["status"]?.string ?? ""))
    }

    func send(_ type: String, payload: JSONValue?, to id: String) async throws(APIFailure) {
        try await api.sendEvent(type, payload: payload ?? .null, to: id, of: reference.service)
    }
}
