/// What waits for the next transaction of the journal, and whether one is planned.
struct CommitScheduler: Sendable {
    enum Plan: Sendable, Equatable {
        /// Nothing waits, or a commit is planned already.
        case nothing
        case now
        /// With what comes in meanwhile.
        case after(Duration)
    }

    private var batch = CommitBatch()
    private var isPlanned = false
    /// A commit is planned for a little later.
    private var isDelayed = false

    var isEmpty: Bool { batch.isEmpty }

    mutating func add(_ entries: [JournalEntry]) { batch.entries += entries }

    /// The continuation is resumed when the batch is committed.
    mutating func wait(_ continuation: CheckedContinuation<Void, any Error>) { batch.waiting.append(continuation) }

    /// What the world learns when a machine's entries are committed.
    mutating func announce(_ change: CommitBatch.Change) { batch.changes.append(change) }

    /// What a process is told then.
    mutating func answer(_ transition: Transition, in key: String, _ worker: Int) {
        for answer in transition.answers {
            batch.answers[key, default: []].append(.init(worker: worker, message: answer))
        }
        for answer in transition.stored {
            batch.stored[key, default: []].append(.init(worker: worker, answer: answer))
        }
    }

    /// Plans a commit of what waits.
    /// - Parameter delay: How long the batch may wait for more; `nil` if somebody waits for it.
    mutating func plan(after delay: Duration?) -> Plan {
        guard !batch.isEmpty, !isPlanned else { return .nothing }
        guard let delay else {
            isPlanned = true
            return .now
        }
        guard !isDelayed else { return .nothing }
        isDelayed = true
        return .after(delay)
    }

    mutating func delayIsOver() { isDelayed = false }

    /// The batch that is written now; the next begins.
    mutating func take() -> CommitBatch {
        isPlanned = false
        defer { batch = CommitBatch() }
        return batch
    }
}
