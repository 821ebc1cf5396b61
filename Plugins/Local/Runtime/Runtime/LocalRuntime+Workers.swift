import PluginMessages

// Processes and what they say.
extension LocalRuntime {
    static let closed = PluginFailure(
        code: "local.closed", message: "The provider is shutting down.", retryable: true)

    /// Characters.
    private static let longestProblem = 500

    /// Starts the process of a deployment unless it runs.
    func startWorker(_ deployment: LocalDeployment) throws(PluginFailure) {
        guard workers[deployment.worker] == nil else { return }
        guard !isClosed else { throw Self.closed }
        if let refusal = problems.refusal(at: steady) { throw refusal }
        try requireFiles(of: deployment)
        try requireProcess(for: deployment)
        let egress = admit(deployment)
        let command = try DenoCommand(configuration, egress: egress)
        let folder = configuration.folder(of: deployment.id)
        let number = nextNumber()
        let process: WorkerProcess
        do {
            process = try WorkerProcess(
                command, shim: configuration.shim, folder: folder, on: executor, counters: counters
            ) { event in
                if case .ended = event, let (proxy, token) = egress { proxy.dismiss(token) }
                self.assumeIsolated { runtime in
                    runtime.handle(event.masked(by: runtime.masks.mask(of: deployment)), from: deployment, number)
                }
            }
        } catch { throw PluginFailure(code: "local.process", message: "Deno cannot be started: \(error)") }
        workers[deployment.worker] = Worker(process: process, number: number, startedAt: steady)
        process.send(
            .load(
                .init(
                    token: process.token.text, service: deployment.service, module: folder.address,
                    folder: folder.url.absoluteString,
                    className: deployment.className,
                    environment: deployment.environment, bindings: deployment.bindings,
                    usesNodeModules: deployment.usesNodeModules,
                    proxy: deployment.usesSockets ? command.proxyURL : nil)))
    }

    private func handle(_ event: WorkerProcess.Event, from deployment: LocalDeployment, _ number: Int) {
        if case .printed(let lines) = event {
            for line in lines { printed(line, by: deployment) }
        }
        guard workers.worker(deployment.worker, number) != nil else { return }
        switch event {
        case .started(let processId):
            workers[deployment.worker]?.processId = processId
            extendLease(of: processId, used: .zero)
        case .messages(let messages): for message in messages { check(message, from: deployment, number) }
        case .printed(let lines):
            workers[deployment.worker]?.printed(lines)
        case .stray(let lines):
            for line in lines { printed(line, by: deployment) }
        case .malformed(let problem): refuse("its message is malformed: \(problem)", deployment)
        case .ended(let end): ended(deployment, end)
        }
    }

    /// A process speaks for the runs that it was given, and for itself. Whatever else it says ends it; what it says of
    /// something that is over is late.
    func check(_ message: WorkerMessage, from deployment: LocalDeployment, _ number: Int) {
        let key = deployment.worker
        guard workers.isHeard(key, number) else { return }
        if let problem = workers[key]?.problem(with: message) { return refuse(problem, deployment) }
        if let run = message.run, workers[key]?.runs.contains(run) == false {
            switch message {
            case .log, .binding: return handle(message, from: deployment, number)
            default: return
            }
        }
        if case .held(let run) = message, live.pauses(ofReplay: run) == 0 {
            return refuse("it confirmed a pause of the run \(run) that was not asked for", deployment)
        }
        handle(message, from: deployment, number)
    }

    private func refuse(_ problem: String, _ deployment: LocalDeployment) {
        // It may quote what the process sent.
        let problem = "\(problem.prefix(Self.longestProblem))"
        counters.refusedMessage(of: deployment.service)
        observer.log(.error, "[\(deployment.service)] Ending the process because of an unexpected message: \(problem)")
        workers.kill(deployment.worker, .program, because: problem)
    }

    private func handle(_ message: WorkerMessage, from deployment: LocalDeployment, _ number: Int) {
        switch message {
        case .ready:
            workers[deployment.worker]?.isReady = true
            if problems.started() { reportProblems() }
        case .loaded: loaded(deployment)
        case .refused(let message, let lines): refused(deployment, message, lines)
        case .step(let run, let request): input(run) { $0.requested(request, now: now) }
        case .begun(let run, let request, let outcome): input(run) { $0.begun(request, outcome, now: now) }
        case .log(let run, let level, let text): printed(run, level, text, deployment)
        case .held(let run): input(run) { $0.held() }
        case .cancelled(let run, let call): input(run) { $0.cancelled(call, now: now) }
        case .attempted(let run, let call, let outcome): input(run) { $0.attempted(call, outcome, now: now) }
        case .ended(let run, let outcome):
            input(run) { $0.ended(outcome.mapError { deployment.lineMap.failure($0) }, now: now) }
        case .binding(let request): serve(request, from: deployment, number)
        case .answered(let call, let outcome, let body): answered(call, outcome, body: body, from: deployment)
        case .finished(let call): finished(call, from: deployment)
        case .stream(let message):
            if let problem = workers[deployment.worker]?.streams.handle(message) { refuse(problem, deployment) }
        case .pong: workers[deployment.worker]?.ping = nil
        }
    }

    /// An input of a replay; one of a replay that is over is late.
    private func input(_ run: Int, _ body: (inout InstanceMachine) -> Transition) {
        guard let id = live.id(ofReplay: run), let transition = live.update(id, body) else { return }
        perform(transition, of: id)
        live.leaveMemoryIfUnused(id)
    }

    /// A replay begins no step by itself from now on, or does again.
    func hold(_ isHeld: Bool, _ run: Int, _ worker: Worker) {
        if worker.isLoaded {
            worker.process.send(.hold(run: run, isHeld))
        } else if isHeld {
            // It has begun nothing at all.
            input(run) { $0.held() }
        }
    }

    private func loaded(_ deployment: LocalDeployment) {
        guard var worker = workers[deployment.worker] else { return }
        worker.isLoaded = true
        worker.noteWork(at: steady)
        let waiting = worker.waitingForLoad
        worker.waitingForLoad = []
        workers[deployment.worker] = worker
        limitMemory(of: worker)
        for run in worker.runs.sorted() {
            if let id = live.id(ofReplay: run), let instance = live[id] { sendStart(of: instance) }
        }
        for continuation in waiting { continuation.resume(returning: .loaded) }
    }

    private func refused(_ deployment: LocalDeployment, _ message: String, _ lines: [Int]) {
        for continuation in workers[deployment.worker]?.waitingForLoad ?? [] {
            continuation.resume(returning: .refused(message: message, lines: lines))
        }
        workers[deployment.worker]?.waitingForLoad = []
        workers.kill(deployment.worker, .program, because: "its module does not load: \(message)")
    }

    private func ended(_ deployment: LocalDeployment, _ end: ProcessEnd) {
        guard let worker = workers[deployment.worker] else { return }
        let (loss, reason) = worker.cause(of: end, memoryMegabytes: configuration.memoryMegabytes)
        if loss == .limit {
            // Only memory is a matter of how the process explains its own end.
            counters.limited(by: worker.killed == nil && end.loss != .limit ? "process.memory" : "process.cpu")
        }
        if !worker.isReady, loss == .machine {
            problems.failedToStart(because: reason, at: steady)
            reportProblems()
        }
        if worker.isBusy {
            observer.log(
                .warning, "The process of \(deployment.service) ended with \(worker.runs.count) runs: \(reason)")
        }
        discard(deployment.worker, loss, because: reason)
    }

    /// Ends a process, if it has not ended; its instances lose their replays.
    func discard(_ key: String, _ loss: ProcessLoss, because reason: String) {
        let hasInvocations = workers[key]?.invocations.isEmpty == false
        guard let worker = workers.remove(key, loss, because: reason) else { return }
        let replays = worker.runs.sorted().compactMap { live.id(ofReplay: $0) }
        let atWork = replays.filter { live[$0]?.record.status == .running }
        // When none is known to be at work, one that seems to wait computes beside that.
        let suspects = Set(atWork.isEmpty && !hasInvocations ? replays : atWork)
        let isAlone = worker.runs.count == 1 && !hasInvocations
        for id in replays {
            let found = suspects.contains(id) ? loss : .server
            let interruptions = found == .machine ? live.interrupted(id) : 0
            let transition = live.update(id) {
                $0.lost(found, isAlone: isAlone, reason: reason, interruptions: interruptions, now: now)
            }
            guard let transition else { continue }
            perform(transition, of: id)
            live.leaveMemoryIfUnused(id)
        }
    }

    /// Ends all processes of a deployment.
    func discardAll(of deploymentId: String, because reason: String) {
        for key in workers.keys(of: deploymentId) { discard(key, .server, because: reason) }
    }

    /// Ends all processes; memory forgets what the journal has.
    func forgetAll(because reason: String) {
        for key in workers.keys { _ = workers.remove(key, .server, because: reason) }
        live.removeAll()
    }
}
