import GRDB
import Values

extension Journal {
    /// Returns when the messages are committed.
    func send(_ messages: [NewMessage], to queue: QueueID, now: Timestamp) async throws {
        try await database.write { database in
            try database.execute(
                sql: "DELETE FROM message WHERE account = ? AND queue = ? AND sentAt < ?",
                arguments: [queue.account, queue.name, now - QueueLimits.retention])
            for message in messages {
                try database.cachedStatement(
                    sql: """
                        INSERT INTO message (id, account, queue, contentType, body, sentAt, visibleAt, checksum)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """
                ).execute(
                    arguments: [
                        message.id, queue.account, queue.name, message.contentType, message.body, now,
                        message.visibleAt,
                        RowChecksum.message(message.id, contentType: message.contentType, body: message.body),
                    ])
            }
        }
    }

    /// Of the messages of a queue.
    func bytes(of queue: QueueID) async throws -> Int {
        try await read { database in
            try Int.fetchOne(
                database, sql: "SELECT coalesce(sum(length(body)), 0) FROM message WHERE account = ? AND queue = ?",
                arguments: [queue.account, queue.name]) ?? 0
        }
    }

    /// The messages of a queue, those that can be delivered first before the others.
    func messages(of queue: QueueID, limit: Int) async throws -> [QueueMessage] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM message WHERE account = ? AND queue = ? ORDER BY visibleAt, number LIMIT ?",
                arguments: [queue.account, queue.name, limit]
            ).map(QueueMessage.init(row:))
        }
    }

    /// Messages that the disk has changed are not delivered; people can read and delete them.
    /// - Parameter time: By which they are forgotten.
    func hold(_ messages: [QueueMessage], until time: Timestamp) async throws {
        try await database.write { database in
            for message in messages {
                try database.execute(
                    sql: "UPDATE message SET visibleAt = ? WHERE number = ?",
                    arguments: [time, message.number])
            }
        }
    }

    /// Keeps what became of a batch. Messages that failed too often go to the dead letters.
    func settle(_ batch: [QueueMessage], _ outcome: BatchOutcome, of consumer: Consumer, now: Timestamp) async throws {
        try await database.write { database in
            for message in batch {
                switch outcome.fate(of: message.id) {
                case .kept: break
                case .failed(let delay) where message.failures < consumer.settings.retries:
                    try database.execute(
                        sql: "UPDATE message SET failures = failures + 1, visibleAt = ? WHERE number = ?",
                        arguments: [now + delay, message.number])
                case .failed where consumer.settings.deadLetterQueue != nil:
                    try database.execute(
                        sql: "UPDATE message SET queue = ?, failures = 0, visibleAt = ?, sentAt = ? WHERE number = ?",
                        arguments: [consumer.settings.deadLetterQueue, now, now, message.number])
                case .failed, .done:
                    try database.execute(sql: "DELETE FROM message WHERE number = ?", arguments: [message.number])
                }
            }
        }
    }
}
