import PluginMessages

// Time: instances that wake, instances and processes that rest, processes that run away.
extension LocalRuntime {
    /// Milliseconds after which the clock is looked at again, whatever there is to do.
    private var longestNap: Int {
        min(configuration.longestNap.milliseconds, max(configuration.idleTime.milliseconds, 10))
    }

    /// Milliseconds after which it is looked again at what the machine lacks; the alarm may ring much more often.
    private static let problemsInterval = 1_000
    /// Instances that are looked for at a time, at least.
    private static let leastLook = 50

    /// Milliseconds after which it is looked again for a deployment's files.
    private static let missingFilesDelay = 10_000

    /// Something is to be done at that time.
    func schedule(at time: Int) {
        guard !isClosed, alarmAt.map({ time < $0 }) ?? true else { return }
        alarmAt = time
        alarm?.cancel()
        let nap = max(0, min(time - now, longestNap))
        alarm = Task {
            do { try await Task.sleep(for: .milliseconds(nap)) } catch { return }
            await ring()
        }
    }

    private func ring() async {
        // One that was cancelled on its way here has a successor. From here on none cancels this one.
        guard !Task.isCancelled, !isClosed else { return }
        alarm = nil
        alarmAt = nil
        followClock()
        let time = now
        for (id, instance) in live {
            if let wakeAt = instance.record.wakeAt, wakeAt <= time, instance.run != nil { wake(id) }
            endIfSilent(id, instance, at: time)
        }
        if port == nil { await listen() }
        if shimFailure != nil || trouble != nil { await writeShim() }
        if problemsAt <= steady {
            problemsAt = steady + Self.problemsInterval
            reportProblems()
        }
        do {
            if hasForgotten {
                try await journal.wakeInterrupted(now: time)
                hasForgotten = false
            }
            try await beginDue(now: time)
            try await runTriggers()
            try await removeOldRuns()
            let inMemory = live.values.compactMap { $0.run == nil ? nil : $0.record.wakeAt }.min()
            let retry = trouble.map { time + max(0, $0.retryAt - steady) }
            let next = [inMemory, try await journal.nextWake(after: time), retry].compactMap { $0 }.min() ?? Int.max
            rest(now: now)
            schedule(at: min(next, now + longestNap))
        } catch {
            observer.log(.error, "The journal cannot be read: \(error)")
            schedule(at: now + longestNap)
        }
    }

    /// Time in which its process does not respond, being stopped or ended, is not the program's.
    private func endIfSilent(_ id: InstanceID, _ instance: LiveInstance, at time: Int) {
        guard let since = instance.machine.silentSince, instance.run != nil,
            since + configuration.passageTime.milliseconds <= time,
            workers[instance.deployment.worker]?.ping == nil, var current = live[id]
        else { return }
        let transition = current.machine.fellSilent(configuration.passageTime, now: time)
        live[id] = current
        perform(transition, of: id)
    }

    private func wake(_ id: InstanceID) {
        guard var instance = live[id] else { return }
        let transition = instance.machine.woken(now: now)
        live[id] = instance
        perform(transition, of: id)
    }

    private func beginDue(now: Int) async throws {
        try await settled()
        // A few more than there is room for: some that are in memory leave for others.
        let limit = max(slots.free, Self.leastLook)
        let due = try await journal.due(now: now, limit: limit)
        hasBacklog = due.count >= limit
        for one in due where live[one.id] == nil {
            let id = one.id
            guard makeRoom(for: one.connection) else { continue }
            do { try await begin(id) } catch let failure as PluginFailure where failure.isMissingProgram {
                // As every other would; operators have been told.
                return
            } catch let failure as PluginFailure where failure.code == "local.files.missing" {
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
    private func rest(now: Int) {
        let idle = configuration.idleTime.milliseconds
        for (id, instance) in live {
            guard instance.run != nil, let since = instance.machine.dormantSince else { continue }
            // A clock that went back says nothing about how long it waits.
            guard since + idle <= now || since > now else { continue }
            if let wakeAt = instance.record.wakeAt, wakeAt - now < idle { continue }
            endPassage(of: id)
            leaveMemoryIfUnused(id)
        }
        for (key, worker) in workers {
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
