import GRDB
import PluginMessages

extension Journal {
    /// Lines that are kept of an instance: the newest.
    static let keptLines = 1_000

    /// What an instance printed, oldest first.
    func logs(of id: InstanceID) async throws -> [RunLogLine] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT loggedAt, level, text FROM log WHERE service = ? AND instance = ? ORDER BY number",
                arguments: [id.service, id.name]
            ).map { row in
                guard let level = RunLogLine.Level(rawValue: row["level"]) else {
                    throw JournalError.damaged("log", "level")
                }
                return RunLogLine(loggedAt: row["loggedAt"], level: level, text: row["text"])
            }
        }
    }
}

extension RunLogLine {
    /// Adds the line to those of an instance, and removes the one that is too many.
    func write(of id: InstanceID, to database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO log (service, instance, number, loggedAt, level, text)
                SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5 FROM log WHERE service = ?1 AND instance = ?2
                """
        ).execute(arguments: [id.service, id.name, loggedAt, level.rawValue, text])
        try database.cachedStatement(
            sql: """
                DELETE FROM log WHERE service = ?1 AND instance = ?2
                AND number <= (SELECT max(number) FROM log WHERE service = ?1 AND instance = ?2) - \(Journal.keptLines)
                """
        ).execute(arguments: [id.service, id.name])
    }
}
