import PluginMessages

// A journal that the disk has changed: a run whose rows cannot be believed fails by name instead of going on with them.
extension InstanceScheduler {
    /// Ends a run whose rows do not match their checksums.
    nonisolated(nonsending) func failDamaged(_ id: InstanceID, _ what: String) async {
        let ticket = await queue.wait(id)
        defer { queue.end(ticket) }
        await failDamagedHoldingTicket(id, what)
    }

    /// ``failDamaged(_:_:)`` for who has the turn.
    nonisolated(nonsending) func failDamagedHoldingTicket(_ id: InstanceID, _ what: String) async {
        endReplay(of: id)
        live.remove(id)
        problems.damageMet(in: id)
        do {
            // One that has ended stays as it is: only its status may say that it has.
            guard var record = try await journal.instance(id), record.endedAt == nil || !record.status.isTerminal else {
                return problems.report()
            }
            record.status = .errored
            record.output = nil
            record.failure = RunFailure(
                name: "JournalDamaged",
                message: "The journal's record of this run does not match its checksum (\(what)): the machine's disk "
                    + "changed it. The program is not at fault. Restart the run, or restore a backup.")
            record.wakeAt = nil
            record.endedAt = now
            try await commits.commit([.instance(record)] + (what == JournalError.row ? [.doubted(id)] : []))
            observer.log(.error, "The run \(id) failed: \(what) does not match its checksum in the journal")
            observer.changed(record.state, record.deploymentId)
        } catch { logDelay(of: id, error) }
        problems.report()
    }
}
