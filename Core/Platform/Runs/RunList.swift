import PluginMessages
import Storage

/// Which runs a list shows, and in which parts its pages are read.
///
/// Whatever the filter, a page costs what it shows, not what the list has. A part has one value of each column of an index, so that it
/// is read in the order of the list from one place; a filter that leaves a column open is one part for each value the column can have.
/// Runs have the workflow, version and connection of their deployment, so that deployments, which are few, say which connections there
/// are: none for filters that contradict each other.
struct RunList: Sendable {
    enum Owner: Sendable {
        case project(ProjectID)
        case workflow(WorkflowID)
    }

    /// Beyond it a page is one search of the owner's runs: each part is a search of its own.
    private static let mostParts = 200

    private let owner: Owner
    private let filter: StatusFilter<RunStatus>?
    /// Whether it lists test runs, which are left out otherwise.
    private let isOfTests: Bool
    /// A text in a run's id, the provider's id of it, its error or its input, among the newest of the owner; `nil` for all.
    let text: String?

    init(of owner: Owner, _ filter: StatusFilter<RunStatus>? = nil, tests: Bool = false, text: String? = nil) {
        self.owner = owner
        self.filter = filter
        isOfTests = tests
        self.text = text
    }

    func page(_ request: PageRequest, in database: any SQLConnection) throws -> Page<RunRecord> {
        let parts = try parts(in: database)
        let searched = try parts.isEmpty ? nil : text.map { try rows(with: $0, in: database) }
        let common = RowFilter.tests(isOfTests).and(searched ?? .all)
        return try Table(RunRecord.self, in: database).page(request, ofParts: parts.map { $0.and(common) })
    }

    private var project: String? { if case .project(let id) = owner { id.text } else { nil } }

    private var workflow: String? { if case .workflow(let id) = owner { id.text } else { filter?.workflow } }

    /// Each status once: no row is in two parts.
    private var statuses: [String]? {
        filter?.statuses.map { wanted in RunStatus.allCases.filter { wanted.contains($0) }.map(\.rawValue) }
    }

    private func parts(in database: any SQLConnection) throws -> [RowFilter] {
        // Tests have indexes of their own, and are few.
        if isOfTests { return [checked(but: workflow == nil ? .project : .workflow)] }
        let all = RunStatus.allCases.map(\.rawValue)
        if let version = filter?.version {
            let rows = checked(.project, .workflow).and(.column("version_id", is: version))
            return product(rows, try connections(in: database), statuses ?? all)
        }
        if let workflow {
            let rows = checked(.project).and(.column("workflow_id", is: workflow))
            guard filter?.connection != nil || statuses != nil || project != nil else { return [rows] }
            let connections = try connections(in: database)
            guard filter?.connection != nil || statuses != nil else { return connections.isEmpty ? [] : [rows] }
            return product(rows, connections, statuses ?? all)
        }
        if filter?.connection != nil {
            return product(checked(.project), try connections(in: database), statuses ?? all)
        }
        let rows = project.map { RowFilter.column("project_id", is: $0) } ?? .all
        guard let statuses else { return [rows] }
        return statuses.map { rows.and(.column("status", is: $0)) }
    }

    private enum Column { case project, workflow }

    /// The owner's rows and those of the filter, none of which chooses an index.
    private func checked(but column: Column) -> RowFilter {
        var rows = checked(column == .project ? .workflow : .project)
        switch column {
        case .project: if let project { rows = rows.and(.column("project_id", is: project)) }
        case .workflow: if let workflow { rows = rows.and(.column("workflow_id", is: workflow)) }
        }
        if let version = filter?.version { rows = rows.and(.column("version_id", alsoIs: version)) }
        if let connection = filter?.connection { rows = rows.and(.column("connection_id", alsoIs: connection)) }
        guard let statuses else { return rows }
        // As ``RowFilter/column(_:alsoIs:)``, also of one.
        return rows.and(.column("status", in: statuses + statuses.prefix(1)))
    }

    private func checked(_ columns: Column...) -> RowFilter {
        columns.reduce(RowFilter.all) { rows, column in
            switch column {
            case .project: project.map { rows.and(.column("project_id", alsoIs: $0)) } ?? rows
            case .workflow: workflow.map { rows.and(.column("workflow_id", alsoIs: $0)) } ?? rows
            }
        }
    }

    private func product(
        _ rows: RowFilter, _ connections: [ConnectionID?], _ statuses: [String]
    ) -> [RowFilter] {
        guard connections.count * statuses.count <= Self.mostParts else {
            return [rows.and(.column("status", in: statuses))]
        }
        return connections.flatMap { connection in
            let part = rows.and(
                connection.map { .column("connection_id", is: $0) } ?? .column("connection_id", isNull: true))
            return statuses.map { part.and(.column("status", is: $0)) }
        }
    }

    /// Those that the runs can have, `nil` for one that was deleted.
    private func connections(in database: any SQLConnection) throws -> [ConnectionID?] {
        var rows = RowFilter.all
        if let project { rows = rows.and(.column("project_id", is: project)) }
        if let workflow { rows = rows.and(.column("workflow_id", is: workflow)) }
        if let version = filter?.version { rows = rows.and(.column("version_id", is: version)) }
        if let connection = filter?.connection { rows = rows.and(.column("connection_id", is: connection)) }
        let (condition, arguments) = rows.added(to: "1 = 1", [])
        return try database.query("SELECT DISTINCT connection_id FROM deployments WHERE \(condition)", arguments)
            .map { try $0["connection_id"] }
    }

    private func rows(with text: String, in database: any SQLConnection) throws -> RowFilter {
        let (column, value): (String, any SQLConvertible) =
            switch owner {
            case .project(let id): ("project_id", id)
            case .workflow(let id): ("workflow_id", id)
            }
        let oldest = try database.query(
            """
            SELECT created_at FROM runs WHERE \(column) = $1 ORDER BY created_at DESC
            LIMIT 1 OFFSET \(RowFilter.mostSearchedRuns - 1)
            """, [value]
        ).first.map { try $0["created_at"] as Timestamp }
        return .runs(with: text, since: oldest ?? Timestamp(milliseconds: 0))
    }
}
