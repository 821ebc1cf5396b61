import JSON
import PluginMessages

// Handlers of deployed modules that are called: `fetch`, `queue`, `scheduled`, and methods.
extension WorkerPool {
    /// Calls a handler and returns what it answers. A process that does not run is started.
    /// - Throws: ``HandlerFailure`` when the handler throws; `local.request.timeout`, `local.deno.…`; `local.worker.lost`
    ///   when the process ended, perhaps because of it, `local.worker.interrupted` when not.
    /// - Parameters:
    ///   - depth: That of the run that asks.
    ///   - isolation: The runtime's.
    func invoke(
        _ handler: HostMessage.Handler, _ value: String, body: ByteSource? = nil, of deployment: LocalDeployment,
        within time: Duration, depth: Int = -1, isolation: isolated (any Actor)? = #isolation
    ) async throws -> Invocation.Answer {
        guard !isClosed else { throw Self.closed }
        try start(deployment)
        let call = nextNumber()
        let key = deployment.worker
        let timer = tasks.start { pool in
            do { try await Task.sleep(for: time) } catch { return }
            var message = "No response within \(time.components.seconds) seconds"
            // That of queues and schedules is Cloudflare's.
            if time == pool.configuration.requestTime {
                pool.counters.limited(by: .responseTime)
                message += " \(RuntimeLimit.responseTime.named)"
            }
            pool.abandon(call, of: key, PluginFailure(.requestTimeout, message: message + "."))
        }
        defer { timer?.cancel() }
        return try await withTaskCancellationHandler {
            // What keeps this closure on the runtime's thread.
            _ = isolation
            return try await withCheckedThrowingContinuation { continuation in
                begin(call, handler, value, body, of: key, depth: depth, continuation)
            }
        } onCancel: { [tasks] in
            tasks.perform { $0.abandon(call, of: key, CancellationError()) }
        }
    }

    /// ``invoke(_:_:body:of:within:depth:isolation:)`` for a handler that nobody waits for. What ended the process that it shared with
    /// others may have been one of them: in a process of its own it shows.
    nonisolated(nonsending) func call(
        _ handler: HostMessage.Handler, _ value: JSONValue, of deployment: LocalDeployment
    ) async throws -> Invocation.Answer {
        do {
            return try await invoke(handler, value.text, of: deployment, within: QueueLimits.handlerTime)
        } catch let failure as PluginFailure where failure.local == .workerLost {
            var alone = deployment
            alone.dedicatedWorker = "call \(nextNumber())"
            return try await invoke(handler, value.text, of: alone, within: QueueLimits.handlerTime)
        }
    }

    private func begin(
        _ call: Int, _ handler: HostMessage.Handler, _ value: String, _ body: ByteSource?, of deploymentId: String,
        depth: Int, _ continuation: CheckedContinuation<Invocation.Answer, any Error>
    ) {
        guard let worker = table[deploymentId] else {
            return continuation.resume(throwing: Invocation.lost(.server, because: "it was not started"))
        }
        guard worker.invocations.count < configuration.handlersAtATime else {
            counters.limited(by: .concurrentRequests)
            return continuation.resume(
                throwing: PluginFailure(
                    .requestTooMany,
                    message: "The limit of \(configuration.handlersAtATime) concurrent requests is reached "
                        + "\(RuntimeLimit.concurrentRequests.named)."))
        }
        let stream = body.map { _ in openStream(to: deploymentId) }
        table[deploymentId]?.history.give(invocation: call)
        table[deploymentId]?.invocations[call] = Invocation(continuation: continuation, body: stream, depth: depth)
        table[deploymentId]?.noteWork(at: steady)
        worker.process.send(.invoke(call: call, handler, value: value, body: stream))
        if let body, let stream {
            tasks.start { await $0.send(body, as: stream, to: deploymentId, worker.number) }
        }
    }

    private func abandon(_ call: Int, of deploymentId: String, _ error: any Error) {
        guard let invocation = table[deploymentId]?.invocations[call], let continuation = invocation.continuation
        else { return }
        table[deploymentId]?.process.send(.abandon(call: call))
        finish(call, of: deploymentId)
        continuation.resume(throwing: error)
    }

    /// Something that a handler asked for has failed through no fault of its own.
    func interrupt(_ call: Int, of deploymentId: String, because failure: PluginFailure) {
        table[deploymentId]?.invocations[call]?.interruption = failure
    }

    func answered(_ call: Int, _ outcome: WorkerMessage.Outcome, body: Int?, from deployment: LocalDeployment) {
        guard let invocation = table[deployment.worker]?.invocations[call], let continuation = invocation.continuation
        else {
            if let body { table[deployment.worker]?.process.send(.stream(.cancel(body))) }
            return
        }
        table[deployment.worker]?.invocations[call]?.continuation = nil
        let body = body.flatMap { receive($0, from: deployment.worker) }
        switch outcome {
        case .success(let value):
            continuation.resume(
                returning: .init(value: value, body: body, interruption: invocation.interruption))
        case .failure(let failure):
            if let interruption = invocation.interruption { return continuation.resume(throwing: interruption) }
            let nodeId = deployment.lineMap.node(at: failure.lines)
            continuation.resume(throwing: HandlerFailure(failure: failure, nodeId: nodeId))
        }
    }

    func finished(_ call: Int, from deployment: LocalDeployment) { finish(call, of: deployment.worker) }

    private func finish(_ call: Int, of deploymentId: String) {
        guard let invocation = table[deploymentId]?.invocations.removeValue(forKey: call) else { return }
        // Nobody reads on what the handler left of the body.
        if let stream = invocation.body { table[deploymentId]?.streams.cancel(stream) }
        table[deploymentId]?.noteWork(at: steady)
    }
}
