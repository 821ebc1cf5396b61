import PluginMessages
import Values

// Time: instances that wake, instances and processes that rest, processes that run away.
extension LocalRuntime {
    /// After which the clock is read again, whatever there is to do.
    private var longestNap: Duration { min(configuration.longestNap, max(configuration.idleTime, .milliseconds(10))) }

    /// Instances that are read from the journal at a time, at least.
    private static let leastBacklog = 50

    /// After which it is looked again for a deployment's files.
    private static let missingFilesDelay = Duration.seconds(10)

    /// Something is to be done at that time.
    func schedule(at time: Timestamp) {
        guard !isClosed else { return }
        alarm.set(to: time, now: now, longest: longestNap) { await self.ring() }
    }

    private func ring() async {
        // One that was cancelled on its way here has a successor. From here on none cancels this one.
        guard !Task.isCancelled, !isClosed else { return }
        alarm.rang()
        followClock()
        let time = now
        for id in live.due(by: time) { wake(id) }
        for id in live.inactive(for: configuration.inactivityTimeout, now: time) { endInactive(id) }
        if port == nil {
            await listen()
            if port != nil { reportProblems() }
        }
        if problems.shim != nil || problems.start != nil { await writeShim() }
        if problems.isDue(steady) { reportProblems() }
        do {
            if hasForgotten {
                try await journal.wakeInterrupted(now: time)
                hasForgotten = false
            }
            try await beginDue(now: time)
            try await runTriggers()
            try await removeOldRuns()
            let retry = problems.start.map { time + max(.zero, $0.retryAt - steady) }
            let wake = [live.nextWake, try await journal.nextWake(after: time)].compactMap { $0 }.min()
            if wake != nil { await noteClock() }
            let next = min(wake ?? .distantFuture, retry ?? .distantFuture)
            rest(now: now)
            schedule(at: min(next, now + longestNap))
        } catch {
            logRepeated("The journal cannot be read", error)
            schedule(at: now + longestNap)
        }
    }

    /// Time in which its process does not respond, being stopped or ended, is not the program's.
    private func endInactive(_ id: InstanceID) {
        guard let worker = live[id]?.deployment.worker, workers[worker]?.ping == nil else { return }
        let transition = live.update(id) { $0.timedOutInactive(configuration.inactivityTimeout, now: now) }
        if let transition { perform(transition, of: id) }
    }

    private func wake(_ id: InstanceID) {
        if let transition = live.update(id, { $0.woken(now: now) }) { perform(transition, of: id) }
    }

    private func beginDue(now: Timestamp) async throws {
        try await settled()
        // A few more than there is room for: some that are in memory leave for others.
        let limit = max(live.freeSlots, Self.leastBacklog)
        let due = try await journal.due(now: now, limit: limit)
        live.hasBacklog = due.count >= limit
        for one in due where live[one.id] == nil {
            let id = one.id
            guard makeRoom(for: one.connection) else { continue }
            do { try await begin(id) } catch let failure as PluginFailure where failure.isMissingProgram {
                // As every other would; operators have been told.
                return
            } catch let failure as PluginFailure where failure.code.hasPrefix("local.files.") {
                await postpone(id)
            } catch { logDelay(of: id, error) }
        }
    }

    /// It makes room for others until it can go on.
    private func postpone(_ id: InstanceID) async {
        let time = now + Self.missingFilesDelay
        do {
            _ = try await withInstance(id) { instance -> (Transition?, Void) in
                (instance.machine.postponed(until: time), ())
            }
        } catch { logDelay(of: id, error) }
    }

    /// Ends what only waits and what runs away.
    private func rest(now: Timestamp) {
        let idle = configuration.idleTime
        for id in live.idle(for: idle, now: now) { leaveMemory(id) }
        for (key, worker) in workers.all {
            if worker.isLoaded, let since = worker.idleSince, since + idle <= steady, !worker.isBusy {
                discard(key, .server, because: "it was idle")
            } else {
                watch(key, worker)
            }
        }
    }
}

extension PluginFailure {
    /// Nothing can run before somebody installs something.
    fileprivate var isMissingProgram: Bool {
        ["local.deno.missing", "local.deno.failed", "local.esbuild.missing", "local.shim"].contains(code)
    }
}
