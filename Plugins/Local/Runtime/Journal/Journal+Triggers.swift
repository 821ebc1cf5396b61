import GRDB
import JSON
import PluginMessages
import Values

// Which deployed Worker takes which queue's messages, and when schedules are due.
extension Journal {
    struct Consumer: Sendable {
        let queue: QueueID
        let service: String
        let settings: QueueConsumer
    }

    struct Schedule: Sendable {
        let service: String
        let expression: String
        let dueAt: Timestamp
    }

    static func createTriggers(in database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE consumer (
                    account TEXT NOT NULL, queue TEXT NOT NULL, service TEXT NOT NULL, settings TEXT NOT NULL,
                    PRIMARY KEY (account, queue)
                ) WITHOUT ROWID;
                CREATE TABLE schedule (
                    service TEXT PRIMARY KEY, expression TEXT NOT NULL, dueAt INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE message (
                    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, account TEXT NOT NULL, queue TEXT NOT NULL,
                    contentType TEXT NOT NULL, body TEXT NOT NULL, sentAt INTEGER NOT NULL,
                    visibleAt INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0
                );
                CREATE INDEX messageByVisibleAt ON message (account, queue, visibleAt);
                CREATE INDEX messageBySentAt ON message (account, queue, sentAt);
                """)
    }

    /// Those of a service become the ones of its new deployment.
    /// - Throws: `local.queue.taken` when another service takes a queue's messages.
    static func saveTriggers(of deployment: LocalDeployment, in database: Database, now: Timestamp) throws {
        try database.execute(sql: "DELETE FROM consumer WHERE service = ?", arguments: [deployment.service])
        for consumer in deployment.consumers {
            let other = try String.fetchOne(
                database, sql: "SELECT service FROM consumer WHERE account = ? AND queue = ?",
                arguments: [deployment.account, consumer.queue])
            if let other {
                throw PluginFailure(
                    .queueTaken,
                    message:
                        "The messages of the queue \"\(consumer.queue)\" are already consumed by \(other). Take that down first.",
                    fault: .conflict)
            }
            try database.execute(
                sql: "INSERT INTO consumer (account, queue, service, settings) VALUES (?, ?, ?, ?)",
                arguments: [deployment.account, consumer.queue, deployment.service, consumer.json.text])
        }
        guard let expression = deployment.schedule, let dueAt = CronExpression(stored: expression)?.next(after: now)
        else {
            return try database.execute(sql: "DELETE FROM schedule WHERE service = ?", arguments: [deployment.service])
        }
        // A schedule that stays the same keeps its time: a deploy neither skips nor repeats one.
        try database.execute(
            sql: """
                INSERT INTO schedule (service, expression, dueAt) VALUES (?, ?, ?)
                ON CONFLICT (service) DO UPDATE SET expression = excluded.expression, dueAt = excluded.dueAt
                WHERE expression <> excluded.expression
                """, arguments: [deployment.service, expression, dueAt])
    }

    static func deleteTriggersWithoutDeployment(in database: Database) throws {
        for table in ["consumer", "schedule"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE service NOT IN (SELECT service FROM deployment)")
        }
    }

    func consumers() async throws -> [Consumer] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM consumer").map(Consumer.init(row:))
        }
    }

    func consumer(of queue: QueueID) async throws -> Consumer? {
        try await read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM consumer WHERE account = ? AND queue = ?",
                arguments: [queue.account, queue.name]
            ).map(Consumer.init(row:))
        }
    }

    /// The next first.
    func schedules() async throws -> [Schedule] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM schedule ORDER BY dueAt").map {
                Schedule(service: $0["service"], expression: $0["expression"], dueAt: $0["dueAt"])
            }
        }
    }

    /// Unless a deploy changed it meanwhile. `nil`: it never comes again.
    func setDue(_ schedule: Schedule, at time: Timestamp?) async throws {
        try await database.write { database in
            try database.execute(
                sql: "UPDATE schedule SET dueAt = ? WHERE service = ? AND expression = ? AND dueAt = ?",
                arguments: [time ?? .distantFuture, schedule.service, schedule.expression, schedule.dueAt])
        }
    }
}

extension Journal.Consumer {
    fileprivate init(row: Row) throws {
        self.init(
            queue: QueueID(account: row["account"], name: row["queue"]), service: row["service"],
            settings: try QueueConsumer(json: JSONValue(parsing: row["settings"] as String)))
    }
}
