import JSON
import PluginMessages
import Storage

package typealias RunJobID = Identifier<RunJobRecord>

/// An action on all runs that a filter matches, which is executed in the background.
package struct RunJob: Sendable {
    package enum Status: String, Sendable, CaseIterable { case running, complete, cancelled }

    /// Why a run is not as the action would have left it.
    package struct Failure: Sendable, Codable {
        package let runId: String
        package let code: String
        package let message: String
    }

    /// How far the job has come with the runs on one connection.
    struct Part: Sendable, Codable {
        /// `nil` for runs whose connections were deleted.
        let connection: String?
        /// The cursor of the last run.
        var place: String?
        var isOver = false
        /// The runs that are acted on now: what was done with them before the server ended is not known, and their
        /// statuses no longer tell that they are meant.
        var batch: Batch?
    }

    struct Batch: Sendable, Codable {
        let runs: [String]
        /// Where the part goes on after it, and whether it is over then.
        let place: String?
        let isLast: Bool
    }

    /// Errors that are kept.
    static let mostFailures = 20

    package let id: RunJobID
    package let action: RunJobAction
    package let filter: RunJobFilter
    package let status: Status
    package let total: Int
    package let done: Int
    package let failed: Int
    /// Runs whose status did not allow the action any more.
    package let skipped: Int
    /// The first ones.
    package let failures: [Failure]
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
    package let finishedAt: Timestamp?

    init(_ record: RunJobRecord) throws {
        id = record.id
        action = RunJobAction(rawValue: record.action) ?? .pause
        filter = try JSONValue(parsing: record.filter).decode()
        status = Status(rawValue: record.status) ?? .cancelled
        total = record.total
        done = record.done
        failed = record.failed
        skipped = record.skipped
        failures = try JSONValue(parsing: record.errors).decode()
        createdAt = record.createdAt
        updatedAt = record.updatedAt
        finishedAt = record.finishedAt
    }
}

extension RunJobRecord {
    init(_ caller: Caller, _ action: RunJobAction, _ filter: RunJobFilter, at now: Timestamp) throws {
        self.init(
            id: .make(at: now), organization: caller.organization, project: caller.project, user: caller.user,
            key: caller.key,
            action: action.rawValue, filter: try JSONValue(encoding: filter).text,
            status: RunJob.Status.running.rawValue, parts: "[]", total: 0, done: 0, failed: 0, skipped: 0, errors: "[]",
            createdAt: now, updatedAt: now)
    }

    var isRunning: Bool { status == RunJob.Status.running.rawValue }

    /// Who started it, as the audit log names them. The job was allowed when it was started.
    var caller: Caller {
        Caller(
            organization: organization, project: project, user: user, scopes: Set(Scope.allCases), credential: .key(key)
        )
    }

    func openParts() throws -> [RunJob.Part] { try JSONValue(parsing: parts).decode() }

    mutating func end(as status: RunJob.Status, at now: Timestamp = .now) {
        self.status = status.rawValue
        updatedAt = now
        finishedAt = now
    }

    /// Keeps how far a part has come.
    mutating func set(_ part: RunJob.Part) throws {
        var parts = try openParts()
        if let index = parts.firstIndex(where: { $0.connection == part.connection }) { parts[index] = part }
        self.parts = try JSONValue(encoding: parts).text
    }

    /// Takes over what became of a batch of runs.
    mutating func add(_ batch: RunJobBatch, in part: RunJob.Part) throws {
        try set(part)
        done += batch.done
        failed += batch.failures.count
        skipped += batch.skipped
        var failures: [RunJob.Failure] = try JSONValue(parsing: errors).decode()
        failures += batch.failures.prefix(max(0, RunJob.mostFailures - failures.count))
        errors = try JSONValue(encoding: failures).text
        updatedAt = .now
        let count = done + failed + skipped
        total = max(total, count)
        guard try openParts().allSatisfy(\.isOver) else { return }
        // Of some the status has changed since they were counted.
        skipped += total - count
        end(as: .complete)
    }
}
