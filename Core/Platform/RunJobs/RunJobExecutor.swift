import Storage

/// The jobs that are being executed, each in a task of its own.
actor RunJobExecutor {
    private let work: RunJobWork
    private var tasks: [RunJobID: Task<Void, Never>] = [:]
    private var isStopped = false

    init(_ work: RunJobWork) { self.work = work }

    func begin(_ job: RunJobRecord) {
        guard !isStopped, tasks[job.id] == nil else { return }
        // The job goes on after the request that has begun it.
        tasks[job.id] = FirstTransaction.without {
            Task {
                await work.run(job)
                tasks[job.id] = nil
            }
        }
    }

    /// Ends the batches under way; no others begin.
    func cancel(_ id: RunJobID) { tasks[id]?.cancel() }

    /// Returns when none is executed any more; they go on after the next start.
    func stop() async {
        isStopped = true
        for task in tasks.values { task.cancel() }
        for task in tasks.values { await task.value }
    }
}
