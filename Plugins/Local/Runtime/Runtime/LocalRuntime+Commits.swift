import PluginMessages

// Entries of many instances go into one transaction; while it is written, the next gathers.
extension LocalRuntime {
    /// How long entries that nobody waits for are kept for company.
    private static let patience = Duration.milliseconds(20)

    /// Does what a machine decided.
    func perform(_ transition: Transition, of id: InstanceID) {
        guard let instance = live[id] else { return }
        let deploymentId = instance.deployment.id
        if let worker = workers[deploymentId], instance.run != nil {
            for order in transition.orders { worker.process.send(order) }
            batch.answers += transition.answers.map {
                CommitBatch.Answer(deploymentId: deploymentId, worker: worker.number, message: $0)
            }
        }
        batch.entries += transition.entries
        if transition.hasChanged {
            batch.changes.append(.init(state: instance.record.state, deploymentId: deploymentId))
        }
        if let time = instance.record.wakeAt { schedule(at: time) }
        if transition.isOver { endPassage(of: id) }
        commitSoon(after: transition.canWait ? Self.patience : nil)
    }

    /// Writes entries and returns when they are committed.
    func commit(_ entries: [JournalEntry]) async throws {
        batch.entries += entries
        try await withCheckedThrowingContinuation {
            batch.waiting.append($0); commitSoon(after: nil)
        }
    }

    /// Returns when everything so far is committed.
    func settled() async throws {
        if isCommitting || !batch.isEmpty { try await commit([]) }
    }

    private func commitSoon(after delay: Duration?) {
        guard !batch.isEmpty else { return }
        guard let delay else {
            if !isCommitting {
                isCommitting = true
                Task { await commitAll() }
            }
            return
        }
        Task {
            try? await Task.sleep(for: delay)
            commitSoon(after: nil)
        }
    }

    private func commitAll() async {
        while !batch.isEmpty {
            let current = batch
            batch = CommitBatch()
            do {
                try await journal.write(current.entries)
                follow(current)
            } catch { abandon(current, because: error) }
        }
        isCommitting = false
    }

    private func follow(_ batch: CommitBatch) {
        for answer in batch.answers {
            guard let worker = workers[answer.deploymentId], worker.number == answer.worker else { continue }
            worker.process.send(answer.message)
        }
        for change in batch.changes { observer.changed(change.state, change.deploymentId) }
        for continuation in batch.waiting { continuation.resume() }
    }

    /// Without a journal nothing can go on: all that is in memory is forgotten, and begins again from what the
    /// journal has when it can be written.
    private func abandon(_ batch: CommitBatch, because error: any Error) {
        observer.log(.error, "The journal cannot be written: \(error)")
        for continuation in batch.waiting { continuation.resume(throwing: error) }
        forgetAll(because: "the journal cannot be written")
        hasForgotten = true
    }
}
