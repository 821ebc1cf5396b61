import PluginMessages

// What processes report.
extension WorkerPool {
    /// Characters.
    private static let longestProblem = 500

    func handle(_ event: WorkerProcess.Event, from deployment: LocalDeployment, _ number: Int) {
        if case .printed(let lines) = event {
            for entry in PrintedLines.entries(of: lines) { output.printed(entry, .warning, by: deployment) }
        }
        guard table.worker(deployment.worker, number) != nil else { return }
        switch event {
        case .started(let processId):
            table[deployment.worker]?.processId = processId
            extendLease(of: processId, used: .zero)
        case .messages(let messages): for message in messages { check(message, from: deployment, number) }
        case .printed(let lines):
            table[deployment.worker]?.printed(lines)
        case .stray(let lines):
            for entry in PrintedLines.entries(of: lines) { output.printed(entry, .info, by: deployment) }
        case .malformed(let problem): refuse("its message is malformed: \(problem)", deployment)
        case .ended(let end): ended(deployment, end)
        }
    }

    /// A process speaks for the runs that it was given, and for itself. Whatever else it says ends it; what it says of
    /// something that is over is late.
    func check(_ message: WorkerMessage, from deployment: LocalDeployment, _ number: Int) {
        let key = deployment.worker
        guard table.isHeard(key, number) else { return }
        if let problem = table[key]?.problem(with: message) { return refuse(problem, deployment) }
        // The members of `env` that call a binding are made of these names.
        if case .binding(let request) = message, deployment.bindings[request.binding] == nil {
            return refuse("it named the binding \(request.binding), which it was not given", deployment)
        }
        if let run = message.run, table[key]?.runs.contains(run) == false {
            switch message {
            case .log, .binding: return handle(message, from: deployment, number)
            default: return
            }
        }
        if case .held(let run) = message, delegate?.pauses(ofReplay: run) == 0 {
            return refuse("it confirmed a pause of the run \(run) that was not asked for", deployment)
        }
        handle(message, from: deployment, number)
    }

    private func refuse(_ problem: String, _ deployment: LocalDeployment) {
        // It may quote what the process sent.
        let problem = "\(problem.prefix(Self.longestProblem))"
        counters.refusedMessage(of: deployment.service)
        observer.log(.error, "[\(deployment.service)] Ending the process because of an unexpected message: \(problem)")
        table.kill(deployment.worker, .program, because: problem)
    }

    private func handle(_ message: WorkerMessage, from deployment: LocalDeployment, _ number: Int) {
        switch message {
        case .ready:
            table[deployment.worker]?.isReady = true
            problems.processStarted()
        case .loaded: loaded(deployment)
        case .refused(let message, let lines): refused(deployment, message, lines)
        case .step(let run, _), .begun(let run, _, _), .log(let run, _, _), .held(let run), .cancelled(let run, _, _),
            .attempted(let run, _, _), .ended(let run, _):
            delegate?.received(message, ofReplay: run, from: deployment)
        case .printed(let level, let text): output.printed(text, level, by: deployment)
        case .binding(let request): bindings?.serve(request, from: deployment, number)
        case .answered(let call, let outcome, let body): answered(call, outcome, body: body, from: deployment)
        case .finished(let call): finished(call, from: deployment)
        case .stream(let message):
            if let problem = table[deployment.worker]?.streams.handle(message) { refuse(problem, deployment) }
        case .pong: table[deployment.worker]?.ping = nil
        }
    }

    private func loaded(_ deployment: LocalDeployment) {
        guard var worker = table[deployment.worker] else { return }
        worker.isLoaded = true
        worker.noteWork(at: steady)
        let waiting = worker.waitingForLoad
        worker.waitingForLoad = []
        table[deployment.worker] = worker
        limitMemory(of: worker)
        delegate?.loaded(worker)
        for continuation in waiting { continuation.resume(returning: .loaded) }
    }

    private func refused(_ deployment: LocalDeployment, _ message: String, _ lines: [Int]) {
        for continuation in table[deployment.worker]?.waitingForLoad ?? [] {
            continuation.resume(returning: .refused(message: message, lines: lines))
        }
        table[deployment.worker]?.waitingForLoad = []
        table.kill(deployment.worker, .program, because: "its module does not load: \(message)")
    }

    private func ended(_ deployment: LocalDeployment, _ end: ProcessEnd) {
        guard let worker = table[deployment.worker] else { return }
        let (loss, reason) = worker.cause(of: end, memoryMegabytes: configuration.memoryMegabytes)
        if loss == .limit {
            // Only memory is a matter of how the process explains its own end.
            counters.limited(by: worker.killed == nil && end.loss != .limit ? .memory : .cpu)
        }
        if !worker.isReady, loss == .machine {
            problems.processFailed(because: reason)
        }
        if worker.isBusy {
            observer.log(
                .warning, "The process of \(deployment.service) ended with \(worker.runs.count) runs: \(reason)")
        }
        discard(deployment.worker, loss, because: reason)
    }
}
