import Storage
import Values

/// Which runs or deployments a list shows; every member that is not `nil` has to match.
package struct StatusFilter<Status: RawRepresentable & CaseIterable & Sendable>: Sendable
where Status.RawValue == String {
    let statuses: [Status]?
    let workflow: String?
    let version: String?
    let connection: String?

    /// - Parameter statuses: Any of them; `nil` for all.
    /// - Throws: ``PlatformError/invalid(_:)`` for a word that is none.
    package init(
        statuses: [String]?, workflow: String? = nil, version: String? = nil, connection: String? = nil
    ) throws(PlatformError) {
        var problems = Problems()
        var found: [Status] = []
        for status in statuses ?? [] {
            guard let known: Status = problems.choice(status, at: "status") else { continue }
            // Each is an argument of the query, and a request can repeat one thousands of times.
            if !found.contains(where: { $0.rawValue == known.rawValue }) { found.append(known) }
        }
        try problems.throwIfAny()
        self.statuses = statuses == nil ? nil : found
        self.workflow = workflow
        self.version = version
        self.connection = connection
    }

    /// - Throws: ``PlatformError/invalid(_:)`` for a word that is none.
    package init(_ status: String? = nil) throws(PlatformError) { try self.init(statuses: status.map { [$0] }) }

    var rows: RowFilter {
        var rows = RowFilter.all
        if let statuses {
            rows = rows.and(
                statuses.count == 1
                    ? .column("status", is: statuses[0].rawValue) : .column("status", in: statuses.map(\.rawValue)))
        }
        if let workflow { rows = rows.and(.column("workflow_id", is: workflow)) }
        if let version { rows = rows.and(.column("version_id", is: version)) }
        if let connection { rows = rows.and(.column("connection_id", is: connection)) }
        return rows
    }
}
