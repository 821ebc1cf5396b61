import GRDB
import Values

extension JournalEntry {
    /// See `InstanceMachine.clockSet(by:)`. An instance that wakes too early sleeps again.
    static func moveDeadlines(by lead: Duration, in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE step SET wakeAt = wakeAt + :lead
                    WHERE state IN ('pending', 'waiting') AND wakeAt IS NOT NULL AND NOT isUntilDate
                """, arguments: ["lead": lead.milliseconds])
        try database.execute(
            sql: """
                UPDATE instance SET wakeAt = min(wakeAt + :lead, coalesce((
                    SELECT min(step.wakeAt) FROM step
                    WHERE step.instance = instance.number AND step.state = 'pending' AND step.isUntilDate
                ), wakeAt + :lead)) WHERE wakeAt IS NOT NULL
                """, arguments: ["lead": lead.milliseconds])
        try database.execute(
            sql: "UPDATE message SET visibleAt = visibleAt + :lead", arguments: ["lead": lead.milliseconds])
    }
}
