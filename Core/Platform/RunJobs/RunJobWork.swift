import Logging
import PluginMessages
import Storage

/// The work of one job: its runs of each connection in small batches, beside those of the others, so that no provider
/// holds up another.
struct RunJobWork: Sendable {
    /// Runs in a batch; after each the progress is saved.
    private static let batchSize = 20
    /// Requests to one provider at a time.
    private static let width = 4
    /// Before a batch that the database refused is repeated.
    private static let pause = Duration.seconds(2)

    let storage: any StorageDriver
    let runs: Runs
    let feed: RunJobFeed
    let logger: Logger

    /// Returns when the job is over or cancelled; goes on from where it was.
    func run(_ job: RunJobRecord) async {
        do {
            let parts = try job.openParts().filter { !$0.isOver }
            await withTaskGroup { group in
                for part in parts { group.addTask { await run(part, of: job) } }
            }
        } catch { logger.error("The job \(job.id) cannot be read: \(error)") }
    }

    private func run(_ part: RunJob.Part, of job: RunJobRecord) async {
        var part = part
        while !Task.isCancelled, !part.isOver {
            do {
                let (page, batch) = try await begin(&part, job)
                var next = part
                (next.place, next.isOver, next.batch) = (batch.place, batch.isLast, nil)
                guard try await execute(page, of: job, next) else { return }
                part = next
            } catch is CancellationError { return } catch {
                logger.warning("The job \(job.id) is delayed: \(error)")
                do { try await Task.sleep(for: Self.pause) } catch { return }
            }
        }
    }

    private func batchSize(of job: RunJobRecord) -> Int {
        job.action == RunJobAction.delete.rawValue ? DeleteRunsRequest.limit : Self.batchSize
    }

    /// The runs that a server had begun with, or those that come next. Which they are is on the disk before anything is done.
    private func begin(
        _ part: inout RunJob.Part, _ job: RunJobRecord
    ) async throws -> (runs: [RunRecord], RunJob.Batch) {
        if let batch = part.batch {
            let runs = try await storage.read { database in
                try batch.runs.compactMap { id in
                    try Table(RunRecord.self, in: database).find(RunID(id), in: job.project)
                }
            }
            return (runs, batch)
        }
        let page = try await page(of: part, job)
        let batch = RunJob.Batch(
            runs: page.map(\.id.text),
            place: page.last.map { Cursor(id: $0.id.text, createdAt: $0.createdAt).text } ?? part.place,
            isLast: page.count < batchSize(of: job))
        // A deletion says for itself what is left of it.
        guard job.action != RunJobAction.delete.rawValue, !page.isEmpty else { return (page, batch) }
        part.batch = batch
        let begun = part
        try await storage.transaction { database in
            let table = Table(RunJobRecord.self, in: database)
            guard let before = try table.find(job.id) else { return }
            var current = before
            try current.set(begun)
            try table.update(current, from: before)
        }
        return (page, batch)
    }

    private func page(of part: RunJob.Part, _ job: RunJobRecord) async throws -> [RunRecord] {
        let (state, size) = (try RunJob(job), batchSize(of: job))
        return try await storage.read { database in
            try Table(RunRecord.self, in: database).oldest(
                on: part.connection.map(ConnectionID.init(_:)),
                in: state.filter.statuses ?? state.action.defaultStatuses,
                // Runs that begin later are not meant.
                state.filter.rows(of: job.project, before: job.createdAt.adding(milliseconds: 1)),
                after: part.place.flatMap(Cursor.init(text:)), limit: size)
        }
    }

    /// - Returns: Whether the job goes on.
    private func execute(_ page: [RunRecord], of job: RunJobRecord, _ part: RunJob.Part) async throws -> Bool {
        guard let action = RunJobAction(rawValue: job.action)?.control else {
            return try await delete(page, of: job, part)
        }
        let batch = try await control(page, of: job, action)
        try Task.checkCancellation()
        return publish(try await storage.transaction { try $0.save(batch, of: job.id, part) })
    }

    private func delete(_ page: [RunRecord], of job: RunJobRecord, _ part: RunJob.Part) async throws -> Bool {
        let saved = SavedJob()
        _ = try await runs.deletion.delete(page) { database, outcomes in
            var batch = RunJobBatch()
            for run in page {
                switch outcomes[run.id] {
                case .deleted: batch.done += 1
                case .failed(let error) where error.is(.runNotEnded): batch.skipped += 1
                case .failed(let error): batch.fail(run.id, error)
                case nil: batch.skipped += 1
                }
            }
            saved.set(try database.save(batch, of: job.id, part))
        }
        return publish(saved.job)
    }

    private func publish(_ job: RunJob?) -> Bool {
        guard let job else { return false }
        feed.publish(job)
        return job.status == .running
    }

    private func control(
        _ page: [RunRecord], of job: RunJobRecord, _ action: InstanceRequest.Action
    ) async throws -> RunJobBatch {
        try await withThrowingTaskGroup(of: (RunID, Result<Bool, PlatformError>).self) { group in
            var batch = RunJobBatch()
            var rest = page[...]
            func begin() {
                guard !Task.isCancelled, let run = rest.popFirst() else { return }
                group.addTask { (run.id, try await control(run, of: job, action)) }
            }
            for _ in 0..<Self.width { begin() }
            while let (run, result) = try await group.next() {
                switch result {
                case .success(true): batch.done += 1
                case .success(false): batch.skipped += 1
                case .failure(let error): batch.fail(run, error)
                }
                begin()
            }
            return batch
        }
    }

    /// - Returns: `false` for a run whose status does not allow the action any more.
    private func control(
        _ run: RunRecord, of job: RunJobRecord, _ action: InstanceRequest.Action
    ) async throws -> Result<Bool, PlatformError> {
        do {
            guard action == .restart else {
                _ = try await runs.control(job.caller, of: run.workflow, run.id, action)
                return .success(true)
            }
            if !run.isRestarted(since: job.createdAt) {
                _ = try await runs.restart(job.caller, of: run.workflow, run.id)
            }
            return .success(true)
        } catch let error as PlatformError where error.is(.runState) {
            let status = try await storage.read { try $0.knownRun(run.id, of: run.workflow)?.state }
            return .success(status.map { RunJobAction(rawValue: job.action)?.isReached($0) ?? false } ?? false)
        } catch let error as PlatformError where error.is(.runNotFound) {
            return .success(false)
        } catch let error as PlatformError {
            return .failure(error)
        }
    }
}

extension SQLConnection {
    /// - Returns: The job as it is now; `nil` when it was deleted, and one that was cancelled as it was.
    fileprivate func save(_ batch: RunJobBatch, of id: RunJobID, _ part: RunJob.Part) throws -> RunJob? {
        let table = Table(RunJobRecord.self, in: self)
        guard let before = try table.find(id) else { return nil }
        var job = before
        let isRunning = job.isRunning
        try job.add(batch, in: part)
        if !isRunning { (job.status, job.finishedAt) = (before.status, before.finishedAt) }
        try table.update(job, from: before)
        if isRunning, !job.isRunning {
            try audit(
                job.caller, .runJobEnded, job.id.text,
                [
                    "action": .string(job.action), "done": .int(job.done), "failed": .int(job.failed),
                    "skipped": .int(job.skipped),
                ])
        }
        return try RunJob(job)
    }
}

extension RunRecord {
    /// By a batch that was cut off before its progress was saved, and by its provider, too: a run whose provider was not
    /// reached is of an unknown status, or as it had ended before.
    fileprivate func isRestarted(since time: Timestamp) -> Bool {
        guard let restartedAt, restartedAt > time, state != .unknown else { return false }
        return !state.isTerminal || finishedAt.map { $0 > restartedAt } ?? false
    }
}
