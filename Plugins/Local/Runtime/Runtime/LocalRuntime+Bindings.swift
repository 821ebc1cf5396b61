import JSON
import PluginMessages

// What programs ask of `env.WORKFLOW` and of other workflows that they bind.
extension LocalRuntime {
    func answer(to request: BindingRequest, from deployment: DeploymentRecord) async -> HostMessage {
        do {
            guard let service = deployment.workflows[request.binding] else {
                throw PluginFailure(code: "local.binding.unknown", message: "There is no workflow \(request.binding).")
            }
            return .value(call: request.call, try await value(of: request, from: deployment, service: service))
        } catch {
            let message = (error as? PluginFailure)?.message ?? "\(error)"
            return .error(call: request.call, StepFailure(name: "Error", message: message))
        }
    }

    /// A JSON text.
    private func value(
        of request: BindingRequest, from deployment: DeploymentRecord, service: String
    ) async throws -> String? {
        let id = InstanceID(service: service, name: request.instance)
        switch request.method {
        case .create:
            let target =
                service == deployment.service ? deployment : try await journal.newestDeployment(service: service)
            guard let target else {
                throw PluginFailure(code: "local.service.unknown", message: "No workflow is deployed as \(service).")
            }
            if try await journal.instance(id) != nil {
                throw PluginFailure(code: "local.run.exists", message: "There is an instance \(id.name) already.")
            }
            _ = try await create(id, params: request.value ?? "{}", deployment: target)
        case .status: return try await status(of: id)
        case .sendEvent: try await sendEvent(to: id, type: request.event ?? "", payload: request.value)
        case .pause: try await control(id, .pause)
        case .resume: try await control(id, .resume)
        case .terminate: try await control(id, .terminate)
        case .restart: try await control(id, .restart)
        }
        return nil
    }

    /// The instance as `status()` returns it.
    private func status(of id: InstanceID) async throws -> String {
        let state = try await state(of: id)
        let error: JSONValue? = state.error.map { ["name": .string($0.name), "message": .string($0.message)] }
        return JSONValue.object(
            JSONObject(present: ("status", .string(state.status.rawValue)), ("output", state.output), ("error", error))
        ).text
    }
}
