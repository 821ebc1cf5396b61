import PluginMessages

// Entries of many instances go into one transaction: what has come in when it begins, and while the one before was
// written.
extension LocalRuntime {
    /// How long entries that nobody waits for are kept for others.
    private static let batchDelay = Duration.milliseconds(20)

    /// Does what a machine decided.
    func perform(_ transition: Transition, of id: InstanceID) {
        guard let instance = live[id] else { return }
        let deploymentId = instance.deployment.id
        let key = instance.deployment.worker
        if let worker = workers[key], instance.run != nil {
            if let isHeld = transition.isHeld, let run = instance.run { hold(isHeld, run, worker) }
            for order in transition.orders { worker.process.send(order) }
            commits.answer(transition, in: key, worker.number)
        }
        commits.add(transition.entries)
        if let limit = transition.exceeded { counters.limited(by: limit) }
        if live.hasInterruptions, transition.hasProgress { live.progressed(id) }
        if transition.hasChanged, instance.record.status.isTerminal, instance.record.depth > 0 {
            Task { await wakeParents(of: id) }
        }
        if transition.hasChanged {
            commits.announce(.init(state: instance.record.state, deploymentId: deploymentId))
        }
        if let time = instance.record.wakeAt { schedule(at: time) }
        if transition.isOver { endReplay(of: id) } else { leaveUnderPressure(id) }
        commitSoon(after: transition.canWait ? Self.batchDelay : nil)
    }

    /// Keeps a line with the next commit.
    func save(_ line: RunLogLine, of id: InstanceID) {
        commits.add([.log(id, line)])
        commitSoon(after: Self.batchDelay)
    }

    /// Writes entries and returns when they are committed.
    func commit(_ entries: [JournalEntry]) async throws {
        commits.add(entries)
        try await withCheckedThrowingContinuation {
            commits.wait($0)
            commitSoon(after: nil)
        }
    }

    /// Returns when everything so far is committed.
    func settled() async throws {
        if !commits.isEmpty { try await commit([]) }
    }

    func commitSoon(after delay: Duration?) {
        switch commits.plan(after: delay) {
        case .nothing: break
        // Behind what waits for this actor now.
        case .now: Task { commitAll() }
        case .after(let delay):
            Task {
                try? await Task.sleep(for: delay)
                commits.delayIsOver()
                commitSoon(after: nil)
            }
        }
    }

    private func commitAll() {
        let current = commits.take()
        do {
            let begin = ContinuousClock.now
            try journal.write(current.entries)
            if !current.entries.isEmpty { counters.commit(took: .now - begin) }
            follow(current)
        } catch {
            counters.commitFailed()
            abandon(current, because: error)
        }
    }

    private func follow(_ batch: CommitBatch) {
        for (key, answers) in batch.answers {
            guard let worker = workers[key] else { continue }
            worker.process.send(answers.lazy.filter { $0.worker == worker.number }.map(\.message))
        }
        for (key, answers) in batch.stored { sendStored(answers, to: key) }
        for change in batch.changes { observer.changed(change.state, change.deploymentId) }
        for continuation in batch.waiting { continuation.resume() }
    }

    private func sendStored(_ answers: [CommitBatch.StoredAnswer], to key: String) {
        guard let worker = workers[key] else { return }
        do {
            for answer in answers where answer.worker == worker.number {
                let (call, instance, step) = (answer.answer.call, answer.answer.instance, answer.answer.step)
                do {
                    worker.process.send(.value(call: call, try journal.value(instance: instance, step: step)))
                } catch JournalError.checksum(let what) {
                    guard let id = live.id(ofNumber: instance) else { continue }
                    Task { await failDamaged(id, what) }
                }
            }
        } catch { workers.kill(key, .machine, because: "the journal cannot be read: \(error)") }
    }

    /// Without a journal nothing can go on: all that is in memory is forgotten, and begins again from what the
    /// journal has when it can be written.
    private func abandon(_ batch: CommitBatch, because error: any Error) {
        logRepeated("The journal cannot be written", error)
        for continuation in batch.waiting { continuation.resume(throwing: error) }
        forgetAll(because: "the journal cannot be written")
        hasForgotten = true
    }
}
