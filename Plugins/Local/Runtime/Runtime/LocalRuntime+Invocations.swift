import PluginMessages

// Handlers of deployed modules that are called: `fetch`, `queue`, `scheduled`, and methods.
extension LocalRuntime {
    /// Calls a handler and returns what it answers. A process that does not run is started.
    /// - Throws: ``HandlerFailure`` when the handler throws; `local.request.timeout`, `local.deno.…`; `local.worker.lost`
    ///   when the process ended, perhaps because of it, `local.worker.interrupted` when not.
    /// - Parameter depth: That of the run that asks.
    func invoke(
        _ handler: HostMessage.Handler, _ value: String, body: ByteSource? = nil, of deployment: LocalDeployment,
        within time: Duration, depth: Int = -1
    ) async throws -> Invocation.Answer {
        guard !isClosed else { throw Self.closed }
        try startWorker(deployment)
        let call = nextNumber()
        let timer = Task {
            try await Task.sleep(for: time)
            let message = "No response within \(time.components.seconds) seconds."
            abandon(call, of: deployment.worker, PluginFailure(code: "local.request.timeout", message: message))
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                begin(call, handler, value, body, of: deployment.worker, depth: depth, continuation)
            }
        } onCancel: {
            Task { await abandon(call, of: deployment.worker, CancellationError()) }
        }
    }

    private func begin(
        _ call: Int, _ handler: HostMessage.Handler, _ value: String, _ body: ByteSource?, of deploymentId: String,
        depth: Int, _ continuation: CheckedContinuation<Invocation.Answer, any Error>
    ) {
        guard let worker = workers[deploymentId] else {
            return continuation.resume(throwing: Invocation.lost(.server, because: "it was not started"))
        }
        guard worker.invocations.count < configuration.handlersAtATime else {
            return continuation.resume(
                throwing: PluginFailure(
                    code: "local.request.tooMany",
                    message: "The limit of \(configuration.handlersAtATime) concurrent requests is reached."))
        }
        let stream = body.map { _ in openStream(to: deploymentId) }
        workers[deploymentId]?.history.give(invocation: call)
        workers[deploymentId]?.invocations[call] = Invocation(continuation: continuation, body: stream, depth: depth)
        workers[deploymentId]?.noteWork(at: steady)
        worker.process.send(.invoke(call: call, handler, value: value, body: stream))
        if let body, let stream {
            Task { await send(body, as: stream, to: deploymentId, worker.number) }
        }
    }

    private func abandon(_ call: Int, of deploymentId: String, _ error: any Error) {
        guard let invocation = workers[deploymentId]?.invocations[call], let continuation = invocation.continuation
        else { return }
        workers[deploymentId]?.process.send(.abandon(call: call))
        finish(call, of: deploymentId)
        continuation.resume(throwing: error)
    }

    func answered(_ call: Int, _ outcome: WorkerMessage.Outcome, body: Int?, from deployment: LocalDeployment) {
        guard let continuation = workers[deployment.worker]?.invocations[call]?.continuation else {
            if let body { workers[deployment.worker]?.process.send(.stream(.cancel(body))) }
            return
        }
        workers[deployment.worker]?.invocations[call]?.continuation = nil
        let body = body.flatMap { receive($0, from: deployment.worker) }
        switch outcome {
        case .success(let value): continuation.resume(returning: .init(value: value, body: body))
        case .failure(let failure):
            let nodeId = deployment.lineMap.node(at: failure.lines)
            continuation.resume(throwing: HandlerFailure(failure: failure, nodeId: nodeId))
        }
    }

    func finished(_ call: Int, from deployment: LocalDeployment) { finish(call, of: deployment.worker) }

    private func finish(_ call: Int, of deploymentId: String) {
        guard let invocation = workers[deploymentId]?.invocations.removeValue(forKey: call) else { return }
        // Nobody reads on what the handler left of the body.
        if let stream = invocation.body { workers[deploymentId]?.streams.cancel(stream) }
        workers[deploymentId]?.noteWork(at: steady)
    }
}

extension Worker {
    /// The process is gone.
    mutating func endInvocations(_ loss: ProcessLoss, because reason: String) {
        let failure = Invocation.lost(loss, because: reason)
        for invocation in invocations.values { invocation.continuation?.resume(throwing: failure) }
        invocations = [:]
        for query in queries.values { query.cancel() }
        queries = [:]
        streams.end(failure)
    }
}

extension Invocation {
    fileprivate static func lost(_ loss: ProcessLoss, because reason: String) -> PluginFailure {
        let code =
            switch loss {
            case .server, .machine: "local.worker.interrupted"
            case .limit, .program: "local.worker.lost"
            }
        return PluginFailure(code: code, message: "The process that ran it ended: \(reason)")
    }
}
