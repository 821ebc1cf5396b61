import GRDB
import JSON

extension Journal {
    /// The attempts of an instance's steps that failed, oldest first, by the numbers of the steps.
    func attempts(of id: InstanceID, steps: ClosedRange<Int>) async throws -> [Int: [AttemptRecord]] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT attempt.* FROM attempt JOIN instance ON instance.number = attempt.instance
                    WHERE instance.service = ? AND instance.name = ? AND step BETWEEN ? AND ? ORDER BY step, attempt.number
                    """, arguments: [id.service, id.name, steps.lowerBound, steps.upperBound])
            var attempts: [Int: [AttemptRecord]] = [:]
            for row in rows {
                let failure = try StepFailure(json: JSONValue(parsing: row["failure"] as String))
                attempts[row["step"], default: []].append(
                    AttemptRecord(
                        number: row["number"], startedAt: row["startedAt"], endedAt: row["endedAt"], failure: failure))
            }
            return attempts
        }
    }
}

extension AttemptRecord {
    /// Adds the attempt to those of a step, and removes the one that is too many.
    func write(of step: Int, in instance: Int, to database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO attempt (instance, step, number, startedAt, endedAt, failure) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (instance, step, number) DO UPDATE SET startedAt = excluded.startedAt,
                    endedAt = excluded.endedAt, failure = excluded.failure
                """
        ).execute(arguments: [instance, step, number, startedAt, endedAt, failure.json.text])
        guard number > Self.kept else { return }
        try database.cachedStatement(sql: "DELETE FROM attempt WHERE instance = ? AND step = ? AND number <= ?")
            .execute(arguments: [instance, step, number - Self.kept])
    }
}
