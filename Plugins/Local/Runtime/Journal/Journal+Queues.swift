import GRDB
import JSON
import Values

extension Journal {
    struct ListedQueue: Sendable {
        let name: String
        let messages: Int
        /// The service that takes its messages.
        let consumer: String?
        let isDeadLetterQueue: Bool

        var json: JSONValue {
            [
                "queue_id": .string(name), "queue_name": .string(name), "messages": .int(messages),
                "consumer": consumer.map(JSONValue.string) ?? .null, "isDeadLetterQueue": .bool(isDeadLetterQueue),
            ]
        }
    }

    /// Those of a connection that have messages or a consumer, or that dead letters go to.
    func queues(of account: String) async throws -> [ListedQueue] {
        let consumers = try await consumers().filter { $0.queue.account == account }
        let counts = try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT queue, count(*) AS count FROM message WHERE account = ? GROUP BY queue",
                arguments: [account]
            ).map { ($0["queue"] as String, $0["count"] as Int) }
        }
        let messages = Dictionary(uniqueKeysWithValues: counts)
        let dead = Set(consumers.compactMap(\.settings.deadLetterQueue))
        let names = dead.union(messages.keys).union(consumers.map(\.queue.name))
        return names.sorted().map { name in
            ListedQueue(
                name: name, messages: messages[name] ?? 0,
                consumer: consumers.first { $0.queue.name == name }?.service, isDeadLetterQueue: dead.contains(name))
        }
    }

    /// Messages in the order in which they were sent.
    /// - Parameter number: Of the last one that is known.
    func messages(of queue: QueueID, after number: Int, limit: Int) async throws -> [QueueMessage] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM message WHERE account = ? AND queue = ? AND number > ? ORDER BY number LIMIT ?",
                arguments: [queue.account, queue.name, number, limit]
            ).map(QueueMessage.init(row:))
        }
    }

    /// - Parameter ids: `nil` for all.
    func move(_ ids: [String]?, from queue: QueueID, to target: QueueID, now: Timestamp) async throws -> Int {
        try await change(
            "UPDATE message SET account = ?, queue = ?, failures = 0, visibleAt = ?, sentAt = ?",
            [target.account, target.name, now, now], ids, of: queue)
    }

    /// - Parameter ids: `nil` for all.
    func delete(_ ids: [String]?, of queue: QueueID) async throws -> Int {
        try await change("DELETE FROM message", [], ids, of: queue)
    }

    private func change(
        _ sql: String, _ arguments: StatementArguments, _ ids: [String]?, of queue: QueueID
    ) async throws -> Int {
        let list = ids.map { JSONValue.array($0.map(JSONValue.string)).text }
        return try await database.write { database in
            try database.execute(
                sql: sql + " WHERE account = ? AND queue = ? AND (? IS NULL OR id IN (SELECT value FROM json_each(?)))",
                arguments: arguments + [queue.account, queue.name, list, list])
            return database.changesCount
        }
    }
}

extension QueueMessage {
    init(row: Row) {
        self.init(
            number: row["number"], id: row["id"], contentType: row["contentType"], body: row["body"],
            sentAt: row["sentAt"], visibleAt: row["visibleAt"], failures: row["failures"],
            isIntact: RowChecksum.isMessageIntact(row))
    }
}
