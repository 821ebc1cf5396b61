import PluginMessages

// Time: instances that wake, instances and processes that rest, processes that run away. Times are of the wall
// clock and looked at often, so a clock that jumps delays nothing for long.
extension LocalRuntime {
    /// Milliseconds after which the clock is looked at again, whatever there is to do.
    private var longestNap: Int {
        min(configuration.longestNap.milliseconds, max(configuration.idleTime.milliseconds, 10))
    }

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
        let time = now
        for (id, instance) in live {
            if let wakeAt = instance.record.wakeAt, wakeAt <= time, instance.run != nil { wake(id) }
        }
        if shimFailure != nil { await writeShim() }
        do {
            if hasForgotten {
                try await journal.wakeInterrupted(now: time)
                hasForgotten = false
            }
            try await beginDue(now: time)
            try await runTriggers()
            try await removeOldRuns()
            let inMemory = live.values.compactMap { $0.run == nil ? nil : $0.record.wakeAt }.min()
            let next = [inMemory, try await journal.nextWake(after: time)].compactMap { $0 }.min() ?? Int.max
            rest(now: now)
            schedule(at: min(next, now + longestNap))
        } catch {
            observer.log(.error, "The journal cannot be read: \(error)")
            schedule(at: now + longestNap)
        }
    }

    private func wake(_ id: InstanceID) {
        guard var instance = live[id] else { return }
        let transition = instance.machine.woken(now: now)
        live[id] = instance
        perform(transition, of: id)
    }

    private func beginDue(now: Int) async throws {
        try await settled()
        let room = configuration.liveInstances - runs.count
        let due = room > 0 ? try await journal.due(now: now, limit: room) : []
        hasBacklog = due.count >= room
        for id in due where live[id] == nil {
            do { try await begin(id) } catch let failure as PluginFailure where failure.isMissingProgram {
                return logDelay(of: id, failure)
            } catch { logDelay(of: id, error) }
        }
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
                discard(key, .stopped, because: "it was idle")
            } else {
                watch(key, worker)
            }
        }
    }
}

extension PluginFailure {
    /// Nothing can run before somebody installs something.
    fileprivate var isMissingProgram: Bool {
        ["local.deno.missing", "local.esbuild.missing", "local.shim"].contains(code)
    }
}
