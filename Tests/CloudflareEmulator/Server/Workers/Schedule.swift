import JSON
import Values

/// A cron trigger of a Worker.
struct Schedule: Codable, Sendable {
    let cron: String
    let createdAt: Moment
    let modifiedAt: Moment

    var json: JSONValue { ["cron": .string(cron), "created_on": createdAt.json, "modified_on": modifiedAt.json] }

    /// Whether it is in the grammar of the documentation of "Cron Triggers", and fires.
    static func isValid(_ cron: String) -> Bool { (try? CronExpression(cron)) != nil }
}
