import GRDB
import PluginMessages

extension Journal {
    /// What an instance printed, oldest first; the first entry says how many are missing before it.
    func logs(of id: InstanceID, _ limits: LogLimits) async throws -> [RunLogLine] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT service, instance, number, loggedAt, level, text, checksum FROM log
                    WHERE service = ? AND instance = ? ORDER BY number
                    """,
                arguments: [id.service, id.name])
            let lines = rows.map { row in
                guard RowChecksum.isLogIntact(row), let level = RunLogLine.Level(rawValue: row["level"]) else {
                    return RunLogLine(
                        loggedAt: row["loggedAt"], level: .error,
                        text: "This entry does not match its checksum: the machine's disk changed it.")
                }
                return RunLogLine(loggedAt: row["loggedAt"], level: level, text: row["text"])
            }
            // Numbers begin at 1.
            let removed = (rows.first?["number"] as Int? ?? 1) - 1
            guard removed > 0, let first = lines.first else { return lines }
            return [RunLogLine(loggedAt: first.loggedAt, level: .warning, text: limits.notice(of: removed))] + lines
        }
    }
}

extension RunLogLine {
    /// Adds the line to those of an instance, and removes those that are too many; the newest stays, however long it is.
    /// - Returns: How many were removed.
    func write(of id: InstanceID, _ limits: LogLimits, to database: Database) throws -> Int {
        let last = try Journal.row(
            "SELECT number, total FROM log WHERE service = ? AND instance = ? ORDER BY number DESC LIMIT 1",
            [id.service, id.name], in: database)
        let number = (last?["number"] as Int? ?? 0) + 1
        let total = (last?["total"] as Int? ?? 0) + text.utf8.count
        try database.cachedStatement(
            sql: """
                INSERT INTO log (service, instance, number, loggedAt, level, text, total, checksum)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                id.service, id.name, number, loggedAt, level.rawValue, text, total,
                RowChecksum.log(id, number, loggedAt, level.rawValue, text),
            ])
        var removed = 0
        while let first = try Journal.row(
            "SELECT number, total FROM log WHERE service = ? AND instance = ? ORDER BY number LIMIT 1",
            [id.service, id.name], in: database), let oldest: Int = first["number"], oldest < number,
            oldest <= number - limits.lines || (first["total"] as Int) <= total - limits.bytes
        {
            try database.cachedStatement(sql: "DELETE FROM log WHERE service = ? AND instance = ? AND number = ?")
                .execute(arguments: [id.service, id.name, oldest])
            removed += 1
        }
        return removed
    }
}
