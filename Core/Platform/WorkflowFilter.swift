import PluginMessages
import Storage
import Values

/// Which workflows a list shows.
package struct WorkflowFilter: Sendable {
    package let status: Workflow.Status?
    package let kind: Program.Kind?

    /// - Throws: ``PlatformError/invalid(_:)`` for a word that is none.
    package init(status: String? = nil, kind: String? = nil) throws(PlatformError) {
        var problems = Problems()
        self.status = problems.choice(status, at: "status")
        self.kind = problems.choice(kind, at: "kind")
        try problems.throwIfAny()
    }

    var rows: RowFilter {
        var rows = RowFilter.all
        if let status { rows = rows.and(.column("active_version_id", isNull: status == .draft)) }
        if let kind { rows = rows.and(.column("kind", is: kind.rawValue)) }
        return rows
    }
}
