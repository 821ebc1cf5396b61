import PluginMessages

extension InstanceScheduler: WorkerPoolDelegate {
    func loaded(_ worker: Worker) {
        for run in worker.runs.sorted() {
            if let id = live.id(ofReplay: run), let instance = live[id] { sendStart(of: instance) }
        }
    }

    func received(_ message: WorkerMessage, ofReplay run: Int, from deployment: LocalDeployment) {
        switch message {
        case .step(_, let request): input(run) { $0.requested(request, now: now) }
        case .begun(_, let request, let outcome): input(run) { $0.begun(request, outcome, now: now) }
        case .log(_, let level, let text): printed(run, level, text, deployment)
        case .held: held(run)
        case .cancelled(_, let call, let reason): input(run) { $0.cancelled(call, because: reason, now: now) }
        case .attempted(_, let call, let outcome): input(run) { $0.attempted(call, outcome, now: now) }
        case .ended(_, let outcome):
            input(run) { $0.ended(outcome.mapError { deployment.lineMap.failure($0) }, now: now) }
        // Of no replay.
        case .ready, .loaded, .refused, .printed, .binding, .answered, .finished, .stream, .pong: break
        }
    }

    func held(_ run: Int) { input(run) { $0.held() } }

    func pauses(ofReplay run: Int) -> Int { live.pauses(ofReplay: run) }

    func ended(_ worker: Worker, hasInvocations: Bool, _ loss: FailureOwner, because reason: String) {
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

    /// Something that a replay asked for has failed through no fault of its own: it goes on with another one, later.
    func interrupt(_ run: Int, because failure: PluginFailure) {
        guard let id = live.id(ofReplay: run) else { return }
        let interruptions = live.interrupted(id)
        guard let transition = live.update(id, { $0.interrupted(interruptions: interruptions, now: now) }) else {
            return
        }
        problems.logRepeated("The run \(id) waits", failure, of: "runs that wait")
        perform(transition, of: id)
        live.leaveMemoryIfUnused(id)
    }

    /// Runs that only wait leave their processes, and those that end have others begin.
    func processesAreBusy() { live.hasBacklog = true }

    private func printed(_ run: Int, _ level: RunLogLine.Level, _ text: String, _ deployment: LocalDeployment) {
        let text = output.named(text, deployment)
        output.write(.init(level), text, of: deployment.service)
        guard let id = live.id(ofReplay: run) else { return }
        commits.save(RunLogLine(loggedAt: now.number, level: level, text: text), of: id)
    }
}
