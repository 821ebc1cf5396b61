import JSON
import Logging
import PluginMessages
import Storage
import Values

/// Actions on many runs of a project, executed in the background.
package struct RunJobs: Sendable {
    /// Jobs of a project that are executed at a time.
    package static let mostRunning = 10

    let storage: any StorageDriver
    let executor: RunJobExecutor
    let feed: RunJobFeed
    let logger: Logger

    init(storage: any StorageDriver, runs: Runs, logger: Logger) {
        self.storage = storage
        self.logger = logger
        feed = RunJobFeed()
        executor = RunJobExecutor(RunJobWork(storage: storage, runs: runs, feed: feed, logger: logger))
    }

    /// Starts an action on all runs that exist now and match a filter.
    /// - Parameter place: Where the request has the filter.
    package func start(
        _ caller: Caller, _ action: RunJobAction, _ filter: RunJobFilter, at place: JSONPointer
    ) async throws -> RunJob {
        try filter.check(for: action, at: place)
        let job = try await storage.transaction { database in
            if let version = filter.version { try database.checkVersion(VersionID(version), of: caller) }
            if let workflow = filter.workflow { _ = try database.workflow(WorkflowID(workflow), of: caller) }
            if let connection = filter.connection { _ = try database.connection(ConnectionID(connection), of: caller) }
            let table = Table(RunJobRecord.self, in: database)
            let running = RunJob.Status.running.rawValue
            guard try table.count(in: running, of: caller.project) < Self.mostRunning else {
                throw PlatformError.tooManyRunJobs
            }
            var job = try RunJobRecord(caller, action, filter, at: .now)
            let counts = try Table(RunRecord.self, in: database).counts(
                in: filter.statuses ?? action.defaultStatuses, on: filter.connection.map { ConnectionID($0) },
                filter.rows(of: caller.project, before: job.createdAt.adding(milliseconds: 1)))
            job.total = counts.reduce(0) { $0 + $1.count }
            job.parts = try JSONValue(encoding: counts.map { RunJob.Part(connection: $0.connection?.text) }).text
            if counts.isEmpty { job.end(as: .complete) }
            try table.insert(job)
            try database.audit(
                caller, .runJobStarted, job.id.text,
                ["action": .string(action.rawValue), "filter": filter.json, "total": .int(job.total)])
            return job
        }
        if job.isRunning { await executor.begin(job) }
        return try RunJob(job)
    }

    package func list(_ caller: Caller, _ request: PageRequest) async throws -> Page<RunJob> {
        try await storage.read { try Table(RunJobRecord.self, in: $0).page(request, of: caller.project) }
            .map(RunJob.init)
    }

    package func get(_ caller: Caller, _ id: RunJobID) async throws -> RunJob {
        try RunJob(await storage.read { try $0.runJob(id, of: caller) })
    }

    /// Ends a job; requests to providers that are under way may still take effect.
    /// - Throws: ``PlatformError/runJobEnded(_:)``
    package func cancel(_ caller: Caller, _ id: RunJobID) async throws -> RunJob {
        let job = try await storage.transaction { database in
            let before = try database.runJob(id, of: caller)
            var job = before
            guard job.isRunning else { throw PlatformError.runJobEnded(job.status) }
            job.end(as: .cancelled)
            try Table(RunJobRecord.self, in: database).update(job, from: before)
            try database.audit(caller, .runJobCancelled, job.id.text, ["action": .string(job.action)])
            return try RunJob(job)
        }
        await executor.cancel(id)
        feed.publish(job)
        return job
    }

    /// The job as it is now, and then whenever it has come further, until it is over.
    package func follow(_ caller: Caller, _ id: RunJobID) async throws -> AsyncStream<RunJob> {
        // First: what happens while the job is read is not missed.
        let later = feed.follow(id)
        let now = try await get(caller, id)
        let (stream, sink) = AsyncStream.makeStream(of: RunJob.self, bufferingPolicy: .bufferingNewest(2))
        sink.yield(now)
        guard now.status == .running else {
            sink.finish()
            return stream
        }
        let task = FirstTransaction.without {
            Task {
                for await job in later { sink.yield(job) }
                sink.finish()
            }
        }
        sink.onTermination = { _ in task.cancel() }
        return stream
    }

    /// Continues the jobs that a stop of the server has interrupted.
    func resume() async {
        do {
            let jobs = try await storage.read {
                try Table(RunJobRecord.self, in: $0).all(in: RunJob.Status.running.rawValue)
            }
            for job in jobs { await executor.begin(job) }
        } catch { logger.error("Jobs of the last server cannot be continued: \(error)") }
    }
}

extension SQLConnection {
    fileprivate func checkVersion(_ id: VersionID, of caller: Caller) throws {
        let workflow = try Table(VersionRecord.self, in: self).first("id = $1", [id])?.workflow
        guard let workflow, try Table(WorkflowRecord.self, in: self).find(workflow, of: caller.project) != nil else {
            throw PlatformError.unknown(.version, id: id.text)
        }
    }
}
