import PluginMessages
import Values

// Instances that wake, and those that rest.
extension InstanceScheduler {
    /// Instances that are read from the journal at a time, at least.
    private static let leastBacklog = 50

    /// After which it is looked again for a deployment's files.
    private static let missingFilesDelay = Duration.seconds(10)

    /// Wakes the instances in memory whose time has come, and ends those whose programs ask for nothing more.
    func wakeDue(now time: Timestamp) {
        for id in live.due(by: time) { update(id) { $0.woken(now: now) } }
        for id in live.inactive(for: configuration.inactivityTimeout, now: time) { endInactive(id) }
    }

    /// Time in which its process does not respond, being stopped or ended, is not the program's.
    private func endInactive(_ id: InstanceID) {
        guard let worker = live.worker(of: id), workers[worker]?.ping == nil else { return }
        update(id) { $0.timedOutInactive(configuration.inactivityTimeout, now: now) }
    }

    /// Begins replays of the instances in the journal whose time has come, as far as there is room.
    nonisolated(nonsending) func beginDue(now: Timestamp) async throws {
        if hasForgotten {
            try await journal.wakeInterrupted(now: now)
            hasForgotten = false
        }
        try await commits.settled()
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
            } catch let failure as PluginFailure where [.filesMissing, .filesDamaged].contains(failure.local) {
                await postpone(id)
            } catch { logDelay(of: id, error) }
        }
    }

    /// It makes room for others until it can go on.
    private nonisolated(nonsending) func postpone(_ id: InstanceID) async {
        let time = now + Self.missingFilesDelay
        do {
            _ = try await withInstance(id) { instance -> (Transition?, Void) in
                (instance.machine.postponed(until: time), ())
            }
        } catch { logDelay(of: id, error) }
    }

    /// When the next instance wakes, in memory or in the journal.
    nonisolated(nonsending) func nextWake(after time: Timestamp) async throws -> Timestamp? {
        [live.nextWake, try await journal.nextWake(after: time)].compactMap { $0 }.min()
    }

    /// Instances that have only waited for long leave memory.
    func rest(now: Timestamp) {
        for id in live.idle(for: configuration.idleTime, now: now) { leaveMemory(id) }
    }
}

extension PluginFailure {
    /// Nothing can run before somebody installs something.
    fileprivate var isMissingProgram: Bool {
        [.denoMissing, .denoFailed, .esbuildMissing, .shim].contains(local)
    }
}
