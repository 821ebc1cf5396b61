import JSON

/// A cron trigger of a Worker.
struct Schedule: Codable, Sendable {
    let cron: String
    let createdAt: Moment
    let modifiedAt: Moment

    var json: JSONValue { ["cron": .string(cron), "created_on": createdAt.json, "modified_on": modifiedAt.json] }

    /// Five fields of which each is written as cron has them; names of days and months, and the vendor's `L`, `W` and
    /// `#`, included.
    static func isValid(_ cron: String) -> Bool {
        let fields = cron.split(separator: " ")
        return fields.count == 5 && fields.allSatisfy { $0.wholeMatch(of: /[0-9A-Za-z*\/,#-]+/) != nil }
    }
}
