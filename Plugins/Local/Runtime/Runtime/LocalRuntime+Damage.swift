import PluginMessages

// A journal that the disk has changed. The machine's failure: operators are told, and a run whose rows cannot be believed
// fails by name instead of going on with them.
extension LocalRuntime {
    /// Runs in a message.
    private static let mostNames = 5

    /// Reads the whole file beside the work; returns when that is done.
    func checkJournal() async {
        let damage: [String]
        do { damage = try await journal.damage() } catch { damage = ["\(error)"] }
        guard !damage.isEmpty, !isClosed else { return }
        journalDamage = damage
        reportProblems()
    }

    var damageProblems: [PluginFailure] {
        var problems: [PluginFailure] = []
        if !journalDamage.isEmpty {
            problems.append(
                PluginFailure(
                    code: "local.journal.damaged",
                    message:
                        "The journal is damaged: \(journalDamage.joined(separator: "; ")). Stop the server and restore "
                        + "a backup."))
        }
        if !damagedRuns.isEmpty {
            let names = damagedRuns.sorted().prefix(Self.mostNames).joined(separator: ", ")
            problems.append(
                PluginFailure(
                    code: "local.journal.checksum",
                    message:
                        "The journal's rows of \(damagedRuns.count) runs do not match their checksums (\(names)): the "
                        + "disk changed them. These runs failed. Check the disk; restore a backup, or start them again."
                ))
        }
        return problems
    }

    /// Ends a run whose rows do not match their checksums.
    func failDamaged(_ id: InstanceID, _ what: String) async {
        let ticket = await instanceQueue.wait(id)
        defer { instanceQueue.end(ticket) }
        await failDamagedHoldingTicket(id, what)
    }

    /// ``failDamaged(_:_:)`` for who has the turn.
    func failDamagedHoldingTicket(_ id: InstanceID, _ what: String) async {
        endReplay(of: id)
        live.remove(id)
        damagedRuns.insert(id.name)
        do {
            guard var record = try await journal.instance(id), !record.status.isTerminal else { return }
            record.status = .errored
            record.output = nil
            record.failure = RunFailure(
                name: "JournalDamaged",
                message: "The journal's record of this run does not match its checksum (\(what)): the machine's disk "
                    + "changed it. The program is not at fault. Restart the run, or restore a backup.")
            record.wakeAt = nil
            record.endedAt = now
            try await commit([.instance(record)] + (what == JournalError.row ? [.doubted(id)] : []))
            observer.log(.error, "The run \(id) failed: \(what) does not match its checksum in the journal")
            observer.changed(record.state, record.deploymentId)
        } catch { logDelay(of: id, error) }
        reportProblems()
    }
}
