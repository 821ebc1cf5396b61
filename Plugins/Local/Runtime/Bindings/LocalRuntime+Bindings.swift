import JSON
import PluginMessages

// What programs ask of the members of `env`.
extension LocalRuntime {
    /// Answers to a process when it is done.
    func serve(_ request: BindingRequest, from deployment: LocalDeployment, _ number: Int) {
        let claim = memory.claim(for: deployment.id)
        let body = request.body.flatMap { receive($0, claim, from: deployment.worker) }
        do throws(PluginFailure) { try claim.take(request.bytes) } catch {
            return refuse(request.call, of: deployment.worker, number, error)
        }
        let task = Task {
            do {
                let answer = try await answer(to: request, body, from: deployment)
                try send(answer, to: request.call, of: deployment.worker, number, claim)
            } catch { refuse(request.call, of: deployment.worker, number, error) }
            if workers.worker(deployment.worker, number) != nil {
                workers[deployment.worker]?.queries[request.call] = nil
            }
        }
        if deployment.bindings[request.binding]?.kind == .database {
            workers[deployment.worker]?.queries[request.call] = task
        }
    }

    private func refuse(_ call: Int, of deploymentId: String, _ number: Int, _ error: any Error) {
        process(deploymentId, number)?.send(.error(call: call, StepFailure(ofBinding: error)))
    }

    private func answer(
        to request: BindingRequest, _ body: ByteBody?, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        guard isCurrent(request) else {
            throw PluginFailure(
                code: "local.run.interrupted", message: "The run was interrupted: this attempt has ended.")
        }
        guard let binding = deployment.bindings[request.binding] else {
            throw PluginFailure(code: "local.binding.unknown", message: "Unknown binding \(request.binding).")
        }
        do {
            switch binding.kind {
            case .workflow: return try await workflow(binding.resource, request, from: deployment)
            case .service: return try await service(binding.resource, request, body, from: deployment)
            case .keyValue: return try await keyValue(binding, request, body, from: deployment)
            case .database: return try await database(binding, request, from: deployment)
            case .bucket: return try await bucket(binding, request, body, from: deployment)
            case .analytics: return try await analytics(binding, request, from: deployment)
            case .queue: return try await queue(binding, request, from: deployment)
            case .tokens: return try await token(request, from: deployment)
            }
        } catch let mismatch as JSONMismatch {
            throw PluginFailure(code: "local.binding.arguments", message: "\(request.binding): \(mismatch)")
        }
    }

    /// - Throws: `local.binding.memory`
    private func send(
        _ answer: BindingAnswer, to call: Int, of deploymentId: String, _ number: Int, _ claim: BindingMemory.Claim
    ) throws(PluginFailure) {
        guard let process = process(deploymentId, number) else { return }
        guard let body = answer.body else {
            let text = answer.value?.text
            try claim.take(text?.utf8.count ?? 0)
            return process.send(.value(call: call, text), holding: claim)
        }
        try claim.take(answer.bodyBytes)
        let stream = openStream(to: deploymentId)
        var value = answer.value?.object ?? [:]
        value["body"] = .int(stream)
        process.send(.value(call: call, JSONValue.object(value).text))
        Task { await send(body, as: stream, to: deploymentId, number, claim) }
    }
}

extension BindingRequest {
    var unknownMethod: PluginFailure {
        PluginFailure(
            code: "local.binding.method", message: "\(binding) does not support \"\(method)\" on this machine.")
    }
}

extension StepFailure {
    /// What the program sees of an error of a binding.
    fileprivate init(ofBinding error: any Error) {
        switch error {
        case let failure as HandlerFailure:
            self.init(name: failure.failure.name, message: failure.failure.message)
        case is NestingLimitExceeded:
            let message =
                "Workflows are nested more than \(Limits.nestedRuns) deep: expected a chain that ends. "
                + "Check whether workflows call each other."
            self.init(name: "NestingLimitExceeded", message: message, isRetryable: false)
        case let failure as PluginFailure: self.init(name: "Error", message: failure.message)
        default: self.init(name: "Error", message: "\(error)")
        }
    }
}
