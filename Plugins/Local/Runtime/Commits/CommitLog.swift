import PluginMessages

/// Writes entries of many instances in one transaction of the journal: what has come in when it begins, and while the one
/// before was written.
final class CommitLog: RuntimePart {
    /// How long entries that nobody waits for are kept for others.
    static let batchDelay = Duration.milliseconds(20)

    let context: RuntimeContext
    private let problems: ProblemReports
    private let tasks: PartTasks<CommitLog>
    weak var follower: (any CommitFollower)?
    private var commits = CommitScheduler()

    init(_ context: RuntimeContext, _ problems: ProblemReports, _ tasks: PartTasks<CommitLog>) {
        self.context = context
        self.problems = problems
        self.tasks = tasks
    }

    /// Adds what a machine decided to the next commit.
    func add(_ entries: [JournalEntry]) { commits.add(entries) }

    /// Adds what the process `worker` with that key is told when a transition is committed.
    func answer(_ transition: Transition, in key: String, _ worker: Int) { commits.answer(transition, in: key, worker) }

    /// Adds what the world learns when the commit is done.
    func announce(_ change: CommitBatch.Change) { commits.announce(change) }

    /// Keeps a line with the next commit.
    func save(_ line: RunLogLine, of id: InstanceID) {
        commits.add([.log(id, line, configuration.logLimits)])
        commitSoon(after: Self.batchDelay)
    }

    /// Writes entries and returns when they are committed.
    nonisolated(nonsending) func commit(_ entries: [JournalEntry]) async throws {
        commits.add(entries)
        try await withCheckedThrowingContinuation {
            commits.wait($0)
            commitSoon(after: nil)
        }
    }

    /// Returns when everything so far is committed.
    nonisolated(nonsending) func settled() async throws {
        if !commits.isEmpty { try await commit([]) }
    }

    /// - Parameter delay: How long the entries may wait for others; `nil` if somebody waits for them.
    func commitSoon(after delay: Duration?) {
        switch commits.plan(after: delay) {
        case .nothing: break
        // Behind what waits for the runtime now.
        case .now: tasks.perform { $0.commitAll() }
        case .after(let delay):
            tasks.start { log in
                try? await Task.sleep(for: delay)
                log.commits.delayIsOver()
                log.commitSoon(after: nil)
            }
        }
    }

    private func commitAll() {
        let current = commits.take()
        do {
            let begin = ContinuousClock.now
            let removed = try journal.write(current.entries)
            if removed > 0 { counters.limited(by: .log, times: removed) }
            if !current.entries.isEmpty { counters.commit(took: .now - begin) }
            follow(current)
        } catch {
            counters.commitFailed()
            abandon(current, because: error)
        }
    }

    private func follow(_ batch: CommitBatch) {
        follower?.committed(batch)
        for change in batch.changes { observer.changed(change.state, change.deploymentId) }
        for continuation in batch.waiting { continuation.resume() }
    }

    private func abandon(_ batch: CommitBatch, because error: any Error) {
        problems.logRepeated("The journal cannot be written", error)
        for continuation in batch.waiting { continuation.resume(throwing: error) }
        follower?.commitFailed()
    }
}
