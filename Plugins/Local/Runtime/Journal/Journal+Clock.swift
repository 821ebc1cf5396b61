import GRDB
import Values

extension Journal {
    static func createClock(in database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE clock (
                    id INTEGER PRIMARY KEY CHECK (id = 1), base INTEGER NOT NULL, boot TEXT NOT NULL,
                    seenAt INTEGER NOT NULL
                );
                """)
    }

    /// The clock of the last server, with the newest time that the journal has.
    func clock() async throws -> JournalClock {
        try await read { database in
            // Instances and steps lie in the order in which they began.
            let newest =
                try Timestamp.fetchOne(
                    database,
                    sql: """
                        SELECT max(at) FROM (
                            SELECT max(createdAt) AS at FROM (SELECT createdAt FROM instance ORDER BY number DESC LIMIT 100)
                            UNION ALL SELECT max(coalesce(endedAt, startedAt)) FROM (
                                SELECT startedAt, endedAt FROM step ORDER BY id DESC LIMIT 100))
                        """) ?? Timestamp(number: 0)
            let row = try Row.fetchOne(database, sql: "SELECT base, boot, seenAt FROM clock")
            return JournalClock(
                base: row?["base"] ?? Timestamp(number: 0), boot: row?["boot"] ?? "",
                seenAt: max(newest, row?["seenAt"] ?? Timestamp(number: 0)))
        }
    }

    /// Keeps the clock, and moves deadlines to it in the same transaction.
    func follow(_ clock: JournalClock, by lead: Duration = .zero) async throws {
        try await database.write { database in
            if lead != .zero { try JournalEntry.moveDeadlines(by: lead, in: database) }
            try clock.write(to: database)
        }
    }
}

extension JournalClock {
    func write(to database: Database) throws {
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO clock (id, base, boot, seenAt) VALUES (1, ?, ?, ?)")
            .execute(arguments: [base, boot, seenAt])
    }
}
