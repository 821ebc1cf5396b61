import PluginMessages
import Values

// Instances come into memory to do something, and leave it when they only wait.
extension InstanceScheduler {
    /// In which slots that become free are gathered before the backlog is read.
    private static let backlogDelay = Duration.milliseconds(10)

    /// Does something with an instance, which is brought into memory for it.
    /// - Returns: `nil` if the instance does not exist.
    nonisolated(nonsending) func withInstance<Result: Sendable>(
        _ id: InstanceID, _ body: (inout LiveInstance) throws -> (Transition?, Result)
    ) async throws -> Result? {
        let ticket = await queue.wait(id)
        defer {
            live.leaveMemoryIfUnused(id)
            queue.end(ticket)
        }
        if live[id] == nil, let instance = try await load(id) { live.set(instance) }
        guard var instance = live[id] else { return nil }
        let (transition, result) = try body(&instance)
        live.set(instance)
        if let transition { perform(transition, of: id) }
        return result
    }

    /// Does something with those of some instances that are not in memory; nothing brings them there meanwhile.
    nonisolated(nonsending) func withResting(
        _ ids: [InstanceID], _ body: nonisolated(nonsending) (Set<InstanceID>) async throws -> Void
    ) async rethrows {
        let tickets = ids.compactMap { id in live[id] == nil ? queue.take(id) : nil }
        defer { for ticket in tickets { queue.end(ticket) } }
        try await body(Set(tickets.map(\.key)))
    }

    /// Begins a replay of an instance whose time has come.
    /// - Throws: When it cannot begin now; the alarm tries again.
    nonisolated(nonsending) func begin(_ id: InstanceID) async throws {
        _ = try await withInstance(id) { instance in
            guard !isClosed, instance.run == nil, instance.record.isDue(now: now) else { return (nil, ()) }
            guard makeRoom(for: instance.deployment.account) else { return (nil, ()) }
            instance.deployment.dedicatedWorker = instance.record.crashes > 0 ? id.name : nil
            // Few at a time, else 1,000 suspects would be 1,000 processes.
            guard
                instance.deployment.dedicatedWorker == nil
                    || workers.separateCount(of: instance.deployment.id) < configuration.separateProcesses
            else {
                live.hasBacklog = true
                return (nil, ())
            }
            try workers.start(instance.deployment)
            let run = nextNumber()
            live.beginReplay(of: &instance, run)
            workers.beginReplay(run, in: instance.deployment.worker)
            sendStart(of: instance)
            return (instance.machine.begun(now: now), ())
        }
    }

    /// Begins a replay if there is something to do; when that fails the alarm tries again.
    func beginSoon(_ id: InstanceID) {
        tasks.start { scheduler in
            do { try await scheduler.begin(id) } catch { scheduler.logDelay(of: id, error) }
        }
    }

    /// Returns when the journal has it. Succeeds for one that ends just now by itself.
    nonisolated(nonsending) func terminate(_ id: InstanceID) async throws {
        let time = now
        do {
            _ = try await withInstance(id) { (try $0.machine.control(.terminate, now: time), ()) }
            // At once, while the entry waits: whoever waits later learns nothing of a commit that has failed.
            try await commits.settled()
        } catch let failure as PluginFailure {
            guard failure.local == .runState else { throw failure }
        }
    }

    /// Tells the process to begin; one that has not loaded its module yet is told when it has.
    func sendStart(of instance: LiveInstance) {
        guard let run = instance.run, let worker = workers[instance.deployment.worker], worker.isLoaded else { return }
        let steps = instance.machine.steps
        worker.process.send(
            .start(
                run: run, instance: instance.record.id.name, payload: instance.record.params,
                timestamp: instance.record.createdAt.number, known: Array(steps.keys),
                unfinished: steps.values.lazy.filter { !$0.state.isOver }.map(\.key)))
    }

    /// The process forgets the instance's replay.
    func endReplay(of id: InstanceID) {
        guard let (run, deployment) = live.endReplay(of: id) else { return }
        if live.hasBacklog { alarm.schedule(at: now + Self.backlogDelay) }
        workers.endReplay(run, in: deployment.worker)
        if deployment.dedicatedWorker != nil {
            workers.discard(deployment.worker, .server, because: "its instance rests")
        }
        workers.discardIfOutdated(deployment.worker)
    }

    private nonisolated(nonsending) func load(_ id: InstanceID) async throws -> LiveInstance? {
        // The journal may be behind what was in memory until just now.
        try await commits.settled()
        let loaded: InstanceMachine?
        do { loaded = try await journal.machine(id) } catch JournalError.checksum(let what) {
            await failDamagedHoldingTicket(id, what)
            return nil
        }
        guard var machine = loaded else { return nil }
        machine.stepLimit = configuration.steps
        machine.sleepLimit = configuration.steps * LocalConfiguration.sleepsPerStep
        machine.eventLimit = configuration.events
        machine.valueLimit = configuration.stateMegabytes << 20
        if let deployment = try await journal.deployment(machine.record.deploymentId) {
            return LiveInstance(machine: machine, deployment: deployment)
        }
        // It was removed between the look at it and the start of the run.
        try await commits.commit([.terminated(id, at: now)])
        return nil
    }
}
