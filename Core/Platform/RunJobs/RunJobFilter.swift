import JSON
import PluginMessages
import Storage
import Values

/// Which runs of a project a job is about; every member that is not `nil` has to match. `Codable` as rows of jobs keep it.
package struct RunJobFilter: Sendable, Codable {
    /// The largest number of ``runs``.
    package static let mostRuns = 100

    package var workflow: String?
    package var version: String?
    package var connection: String?
    /// `nil` for the action's own.
    package var statuses: [RunStatus]?
    /// Milliseconds since 1970: from this time on.
    package var createdAfter: Int64?
    package var createdBefore: Int64?
    package var endedBefore: Int64?
    package var runs: [String]?

    /// - Throws: ``PlatformError/invalid(_:)``
    func check(for action: RunJobAction, at place: JSONPointer) throws(PlatformError) {
        var problems = Problems()
        if json == [:] {
            problems.add("required", "needs at least one member; an empty filter would match all runs", at: place)
        }
        let allowed = action.allowedStatuses
        for (index, status) in (statuses ?? []).enumerated() where !allowed.contains(status) {
            let words = allowed.map(\.rawValue).joined(separator: ", ")
            problems.add(
                "option",
                "\"\(status.rawValue)\" is not a status that \(action.rawValue) applies to; expected \(words)",
                at: place.appending("status").appending(index))
        }
        try problems.throwIfAny()
    }

    /// The conditions besides connection and status, for runs that began before a time.
    func rows(of project: ProjectID, before time: Timestamp) -> RowFilter {
        var rows = RowFilter.column("project_id", is: project).and(.column("created_at", isBefore: time))
        if let workflow { rows = rows.and(.column("workflow_id", is: workflow)) }
        if let version { rows = rows.and(.column("version_id", is: version)) }
        if let createdAfter { rows = rows.and(.column("created_at", isFrom: Timestamp(milliseconds: createdAfter))) }
        if let createdBefore {
            rows = rows.and(.column("created_at", isBefore: Timestamp(milliseconds: createdBefore)))
        }
        if let endedBefore { rows = rows.and(.column("finished_at", isBefore: Timestamp(milliseconds: endedBefore))) }
        // Test runs are not in the lists that a filter is chosen from: only their ids name them.
        return rows.and(runs.map { .column("id", in: $0) } ?? .tests(false))
    }
}
