import GRDB
import JSON
import PluginMessages
import Values

/// A change that the journal keeps.
enum JournalEntry: Sendable, Equatable {
    /// Unless there is one of that id.
    case created(InstanceRecord)
    case instance(InstanceRecord)
    /// Unless it is over; one that is not in memory.
    case terminated(InstanceID, at: Timestamp)
    /// By the number of its instance.
    case step(Int, StepRecord)
    /// Of a step, by the numbers of its instance and itself.
    case attempt(Int, step: Int, AttemptRecord)
    case event(InstanceID, EventRecord)
    /// What the instance printed, of which so much is kept.
    case log(InstanceID, RunLogLine, LogLimits)
    /// A step took the event.
    case delivered(String)
    /// The instance begins again: no steps, no events.
    case cleared(InstanceID)
    /// The instance, by number, begins again: of its steps those before a number are kept.
    case rewound(Int, to: Int)
    /// The wall clock was set: deadlines move to it.
    case clockSet(by: Duration, JournalClock)
    /// What its row says was changed by the disk: its checksum never matches again.
    case doubted(InstanceID)
    /// Nothing is kept of it, if it was over before a time.
    case removed(InstanceID, before: Timestamp)
}

extension JournalEntry {
    /// - Returns: Entries of logs that were removed.
    @discardableResult
    func write(to database: Database) throws -> Int {
        if case .log(let id, let line, let limits) = self { return try line.write(of: id, limits, to: database) }
        try change(database)
        return 0
    }

    private func change(_ database: Database) throws {
        switch self {
        case .created(let record): try insert(record, into: database)
        case .instance(let record): try update(record, in: database)
        case .terminated(let id, let time):
            try terminate(id, at: time, in: database)
        case .step(let id, let step): try write(step, of: id, to: database)
        case .attempt(let instance, let step, let attempt): try attempt.write(of: step, in: instance, to: database)
        case .event(let id, let event):
            try database.cachedStatement(
                sql: """
                    INSERT INTO event (id, service, instance, type, payload, receivedAt, checksum)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(
                arguments: [
                    event.id, id.service, id.name, event.type, event.payload, event.receivedAt,
                    RowChecksum.event(event, of: id),
                ])
        case .log: break
        case .delivered(let id):
            try database.cachedStatement(sql: "DELETE FROM event WHERE id = ?").execute(arguments: [id])
        case .clockSet(let lead, let clock):
            try Self.moveDeadlines(by: lead, in: database)
            try clock.write(to: database)
        case .cleared(let id): try clear(id, in: database)
        case .rewound(let instance, let step):
            try database.cachedStatement(sql: "DELETE FROM step WHERE instance = ? AND number >= ?")
                .execute(arguments: [instance, step])
            try database.cachedStatement(sql: "DELETE FROM attempt WHERE instance = ? AND step >= ?")
                .execute(arguments: [instance, step])
        case .doubted(let id):
            try database.cachedStatement(sql: "UPDATE instance SET checksum = ~checksum WHERE service = ? AND name = ?")
                .execute(arguments: [id.service, id.name])
        case .removed(let id, let time):
            let isOver = try database.cachedStatement(
                sql: "SELECT 1 FROM instance WHERE service = ? AND name = ? AND endedAt < ?")
            guard try Int.fetchOne(isOver, arguments: [id.service, id.name, time]) != nil else { return }
            try clear(id, in: database)
            try database.cachedStatement(sql: "DELETE FROM log WHERE service = ? AND instance = ?")
                .execute(arguments: [id.service, id.name])
            try forgetParent(id, in: database)
            // Neither number is given to another instance: hosts know up to which change they have been told.
            try database.cachedStatement(
                sql: """
                    UPDATE counter SET number = max(counter.number, instance.number),
                        change = max(counter.change, instance.change)
                    FROM instance WHERE service = ? AND name = ?
                    """
            ).execute(arguments: [id.service, id.name])
            try database.cachedStatement(sql: "DELETE FROM instance WHERE service = ? AND name = ?")
                .execute(arguments: [id.service, id.name])
        }
    }

    private func terminate(_ id: InstanceID, at time: Timestamp, in database: Database) throws {
        let row = try Journal.row(
            """
            SELECT crashes, depth, parent FROM instance
            WHERE service = ? AND name = ? AND status NOT IN ('complete', 'errored', 'terminated')
            """, [id.service, id.name], in: database)
        guard let row else { return }
        let checksum = RowChecksum.state(
            id, status: RunStatus.terminated.rawValue, crashes: row["crashes"], depth: row["depth"],
            parent: row["parent"])
        try database.cachedStatement(
            sql: """
                UPDATE instance SET status = 'terminated', wakeAt = NULL, endedAt = ?, change = \(Self.nextChange),
                    stateChecksum = ? WHERE service = ? AND name = ?
                """
        ).execute(arguments: [time, checksum, id.service, id.name])
    }

    /// What an instance has started has no parent any more.
    private func forgetParent(_ id: InstanceID, in database: Database) throws {
        let children = try Journal.rows(
            """
            SELECT service, name, status, crashes, depth FROM instance
            WHERE parent = (SELECT number FROM instance WHERE service = ? AND name = ?)
            """, [id.service, id.name], in: database)
        for child in children {
            let id = InstanceID(service: child["service"], name: child["name"])
            let checksum = RowChecksum.state(
                id, status: child["status"], crashes: child["crashes"], depth: child["depth"], parent: nil)
            try database.cachedStatement(
                sql: "UPDATE instance SET parent = NULL, stateChecksum = ? WHERE service = ? AND name = ?"
            ).execute(arguments: [checksum, id.service, id.name])
        }
    }

    private func clear(_ id: InstanceID, in database: Database) throws {
        try database.cachedStatement(
            sql: "DELETE FROM attempt WHERE instance = (SELECT number FROM instance WHERE service = ? AND name = ?)"
        ).execute(arguments: [id.service, id.name])
        try database.cachedStatement(
            sql: "DELETE FROM step WHERE instance = (SELECT number FROM instance WHERE service = ? AND name = ?)"
        ).execute(arguments: [id.service, id.name])
        try database.cachedStatement(sql: "DELETE FROM event WHERE service = ? AND instance = ?")
            .execute(arguments: [id.service, id.name])
    }

    private func insert(_ record: InstanceRecord, into database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO instance (service, name, deployment, params, createdAt, status, wakeAt, depth,
                    parent, checksum, stateChecksum, number, change)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \(Self.nextNumber), \(Self.nextChange))
                """
        ).execute(
            arguments: [
                record.id.service, record.id.name, record.deploymentId, record.params, record.createdAt,
                record.status.rawValue, record.wakeAt, record.depth, record.parent,
                RowChecksum.instance(record, failure: nil), RowChecksum.state(record),
            ])
    }

    private static let nextNumber = next("number")
    /// Instances by the order in which their statuses changed.
    private static let nextChange = next("change")

    /// Greater than that of every instance that there is or was.
    private static func next(_ column: String) -> String {
        """
        (SELECT max(coalesce((SELECT max(\(column)) FROM instance), 0), counter.\(column)) + 1 FROM counter)
        """
    }

    private func update(_ record: InstanceRecord, in database: Database) throws {
        // Apart, because most updates change no status, and its index would be written with each.
        try database.cachedStatement(
            sql: "UPDATE instance SET change = \(Self.nextChange) WHERE service = ? AND name = ? AND status <> ?"
        ).execute(arguments: [record.id.service, record.id.name, record.status.rawValue])
        let failure = try record.failure.map { try JSONValue(encoding: $0).text }
        try database.cachedStatement(
            sql: """
                UPDATE instance SET status = ?, output = ?, failure = ?, wakeAt = ?, endedAt = ?, crashes = ?, checksum = ?,
                    stateChecksum = ?
                WHERE service = ? AND name = ?
                """
        ).execute(
            arguments: [
                record.status.rawValue, record.output, failure, record.wakeAt, record.endedAt, record.crashes,
                RowChecksum.instance(record, failure: failure), RowChecksum.state(record), record.id.service,
                record.id.name,
            ])
    }

    private func write(_ step: StepRecord, of instance: Int, to database: Database) throws {
        // The row that has the value stays as it is.
        switch step.state {
        case .stored, .storedFailure: return
        case .active, .pending, .waiting, .succeeded, .failed: break
        }
        let row = StepRow(step)
        try database.cachedStatement(
            sql: """
                INSERT INTO step (instance, number, key, name, kind, state, event, result, wakeAt, attempts, startedAt,
                    endedAt, retryLimit, isUntilDate, child, checksum, attemptedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (instance, number) DO UPDATE SET state = excluded.state, result = excluded.result,
                    wakeAt = excluded.wakeAt, attempts = excluded.attempts, endedAt = excluded.endedAt,
                    checksum = excluded.checksum, attemptedAt = excluded.attemptedAt
                """
        ).execute(
            arguments: [
                instance, step.number, step.key, step.name, step.kind.rawValue, row.state, row.event, row.result,
                row.wakeAt, step.attempts, step.startedAt, step.endedAt, step.retryLimit,
                step.isUntilDate, step.child, RowChecksum.step(step, of: instance, row), step.attemptedAt,
            ])
    }
}
