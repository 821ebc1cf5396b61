import JSON
import PluginMessages
import Storage
import Values

/// Which workflows a list shows.
package struct WorkflowFilter: Sendable {
    package let status: Workflow.Status?
    package let kind: Program.Kind?
    /// Part of the name.
    package let text: String?

    /// - Throws: ``PlatformError/invalid(_:)`` for a word that is none.
    package init(status: String? = nil, kind: String? = nil, text: String? = nil) throws(PlatformError) {
        var problems = Problems()
        self.status = problems.choice(status, at: "status")
        self.kind = problems.choice(kind, at: "kind")
        self.text = text
        try problems.throwIfAny()
    }

    var rows: RowFilter {
        var rows = RowFilter.all
        if let status { rows = rows.and(.column("active_version_id", isNull: status == .draft)) }
        if let kind { rows = rows.and(.column("kind", is: kind.rawValue)) }
        if let text, !text.isEmpty { rows = rows.and(.column("name", contains: text)) }
        return rows
    }
}

/// Which runs or deployments a list shows.
package struct StatusFilter<Status: RawRepresentable & CaseIterable & Sendable>: Sendable
where Status.RawValue == String {
    private let status: Status?

    /// - Throws: ``PlatformError/invalid(_:)`` for a word that is none.
    package init(_ status: String? = nil) throws(PlatformError) {
        var problems = Problems()
        self.status = problems.choice(status, at: "status")
        try problems.throwIfAny()
    }

    var rows: RowFilter { status.map { .column("status", is: $0.rawValue) } ?? .all }
}

extension Problems {
    /// One of the words of `Choice`; `nil` when there is none.
    fileprivate mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ text: String?, at name: String
    ) -> Choice? where Choice.RawValue == String {
        guard let text else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        add("option", "must be one of \(words)", at: .root.appending(name))
        return nil
    }
}
