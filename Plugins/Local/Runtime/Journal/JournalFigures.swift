import GRDB
import Values

/// Counts of what the journal holds.
struct JournalFigures: Sendable {
    struct Queue: Sendable {
        let id: QueueID
        let messages: Int
        /// Messages go there that failed too often.
        let isDeadLetter: Bool
    }

    /// That have not ended, by status.
    let runs: [String: Int]
    /// Whose time has come.
    let due: Int
    /// The time of the first of them.
    let oldestDue: Timestamp?
    let queues: [Queue]
}

extension Journal {
    func figures(now: Timestamp) async throws -> JournalFigures {
        try await read { database in
            let runs = try Row.fetchAll(
                database,
                sql: """
                    SELECT status, count(*) AS count FROM instance INDEXED BY instanceUnended
                    WHERE status NOT IN ('complete', 'errored', 'terminated') GROUP BY status
                    """
            ).map { ($0["status"] as String, $0["count"] as Int) }
            let due = try Row.fetchOne(
                database, sql: "SELECT count(*) AS count, min(wakeAt) AS oldest FROM instance WHERE wakeAt <= ?",
                arguments: [now])
            let dead = try Set(
                Row.fetchAll(
                    database,
                    sql: """
                        SELECT account, json_extract(settings, '$.deadLetterQueue') AS queue FROM consumer
                        WHERE json_extract(settings, '$.deadLetterQueue') IS NOT NULL
                        """
                ).map { QueueID(account: $0["account"], name: $0["queue"]) })
            let queues = try Row.fetchAll(
                database, sql: "SELECT account, queue, count(*) AS count FROM message GROUP BY account, queue"
            ).map { row in
                let id = QueueID(account: row["account"], name: row["queue"])
                return JournalFigures.Queue(id: id, messages: row["count"], isDeadLetter: dead.contains(id))
            }
            return JournalFigures(
                runs: Dictionary(uniqueKeysWithValues: runs), due: due?["count"] ?? 0, oldestDue: due?["oldest"],
                queues: queues)
        }
    }
}
