import PluginMessages

// Instances come into memory to do something, and leave it when they only wait.
extension LocalRuntime {
    /// Milliseconds in which room that becomes free is gathered before the backlog is read.
    private static let backlogDelay = 10

    /// Does something with an instance, which is brought into memory for it.
    /// - Returns: `nil` if the instance does not exist.
    func withInstance<Result: Sendable>(
        _ id: InstanceID, _ body: (inout LiveInstance) throws -> (Transition?, Result)
    ) async throws -> Result? {
        await takeTurn(id)
        defer {
            leaveMemoryIfUnused(id)
            endTurn(id)
        }
        if live[id] == nil { live[id] = try await load(id) }
        guard var instance = live[id] else { return nil }
        let (transition, result) = try body(&instance)
        live[id] = instance
        if let transition { perform(transition, of: id) }
        return result
    }

    /// Does something with those of some instances that are not in memory; nothing brings them there meanwhile.
    func withResting(_ ids: [InstanceID], _ body: (Set<InstanceID>) async throws -> Void) async rethrows {
        let atRest = Set(ids.filter { live[$0] == nil && turns[$0] == nil })
        for id in atRest { turns[id] = [] }
        defer { for id in atRest { endTurn(id) } }
        try await body(atRest)
    }

    /// Begins a passage of an instance whose time has come.
    /// - Throws: When it cannot begin now; the alarm tries again.
    func begin(_ id: InstanceID) async throws {
        _ = try await withInstance(id) { instance in
            guard !isClosed, instance.run == nil, instance.record.isDue(now: now) else { return (nil, ()) }
            guard makeRoom(for: instance.deployment.account) else { return (nil, ()) }
            instance.deployment.lane = instance.record.crashes > 0 ? id.name : nil
            guard instance.deployment.lane == nil || hasSeparateRoom(instance.deployment) else {
                hasBacklog = true
                return (nil, ())
            }
            try startWorker(instance.deployment)
            let run = nextNumber()
            instance.run = run
            runs[run] = id
            slots.take(for: instance.deployment.account)
            workers[instance.deployment.worker]?.runs.insert(run)
            workers[instance.deployment.worker]?.noteWork(now: steady)
            sendStart(of: instance)
            return (instance.machine.begun(now: now), ())
        }
    }

    /// Few at a time, else 1,000 suspects would be 1,000 processes.
    private func hasSeparateRoom(_ deployment: DeploymentRecord) -> Bool {
        let prefix = "\(deployment.id) "
        return workers.keys.count { $0.hasPrefix(prefix) } < configuration.separateProcesses
    }

    /// Begins a passage if there is something to do; when that fails the alarm tries again.
    func beginSoon(_ id: InstanceID) {
        Task {
            do { try await begin(id) } catch { logDelay(of: id, error) }
        }
    }

    func logDelay(of id: InstanceID, _ error: any Error) {
        // What cannot go on since the runtime ends goes on after the next start.
        guard !isClosed else { return }
        observer.log(.error, "The run \(id) cannot continue for now: \(error)")
    }

    /// Tells the process to begin; one that has not loaded its module yet is told when it has.
    func sendStart(of instance: LiveInstance) {
        guard let run = instance.run, let worker = workers[instance.deployment.worker], worker.isLoaded else { return }
        let steps = instance.machine.steps
        worker.process.send(
            .start(
                run: run, instance: instance.record.id.name, payload: instance.record.params,
                timestamp: instance.record.createdAt, known: Array(steps.keys),
                unfinished: steps.values.lazy.filter { !$0.state.isOver }.map(\.key)))
    }

    /// The process forgets the instance's passage.
    func endPassage(of id: InstanceID) {
        guard let run = live[id]?.run, let deployment = live[id]?.deployment else { return }
        live[id]?.run = nil
        runs[run] = nil
        slots.release(for: deployment.account)
        hasNothingDormant = false
        if hasBacklog { schedule(at: now + Self.backlogDelay) }
        guard var worker = workers[deployment.worker] else { return }
        worker.process.send(.drop(run: run))
        worker.runs.remove(run)
        worker.noteWork(now: steady)
        workers[deployment.worker] = worker
        if deployment.lane != nil { discard(deployment.worker, .server, because: "its instance rests") }
    }

    func leaveMemoryIfUnused(_ id: InstanceID) {
        if let instance = live[id], instance.run == nil { live[id] = nil }
    }

    /// One at a time: else one could read the journal while another changes the instance.
    func takeTurn(_ id: InstanceID) async {
        if turns[id] == nil {
            turns[id] = []
        } else {
            await withCheckedContinuation { turns[id]?.append($0) }
        }
    }

    func endTurn(_ id: InstanceID) {
        guard var waiting = turns[id], !waiting.isEmpty else { return turns[id] = nil }
        let next = waiting.removeFirst()
        turns[id] = waiting
        next.resume()
    }

    private func load(_ id: InstanceID) async throws -> LiveInstance? {
        // The journal may be behind what was in memory until just now.
        try await settled()
        guard var machine = try await journal.machine(id) else { return nil }
        machine.stepLimit = configuration.steps
        machine.valueLimit = configuration.stateMegabytes << 20
        if let deployment = try await journal.deployment(machine.record.deploymentId) {
            return LiveInstance(machine: machine, deployment: deployment)
        }
        // It was removed between the look at it and the start of the run.
        try await commit([.terminated(id, at: now)])
        return nil
    }
}
