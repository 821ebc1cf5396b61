import PluginMessages
import Storage

/// A run of a deployed workflow.
package struct RunRecord: ListedRecord {
    package static let table = "runs"
    package static let columns = Columns { (column) throws(StorageError) in
        try RunRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            project: column("project_id", \.project),
            workflow: column("workflow_id", \.workflow),
            version: column("version_id", \.version),
            deployment: column("deployment_id", \.deployment),
            connection: column("connection_id", \.connection),
            instance: column("instance_id", \.instance),
            status: column("status", \.status),
            params: column.large("params", \.params),
            output: column.large("output", \.output),
            error: column("error", \.error),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt),
            finishedAt: column("finished_at", \.finishedAt),
            restartedAt: column("restarted_at", \.restartedAt),
            isTest: column("is_test", \.isTest))
    }

    package let id: RunID
    package let organization: OrganizationID
    package let project: ProjectID
    package let workflow: WorkflowID
    /// `nil` when the version was deleted since.
    package var version: VersionID?
    package let deployment: DeploymentID
    /// `nil` when the connection was deleted since.
    package var connection: ConnectionID?
    /// The provider's id of it.
    package var instance: String
    package var status: String
    /// JSON.
    package var params: String?
    /// JSON.
    package var output: String?
    /// JSON.
    package var error: String?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
    package var finishedAt: Timestamp?
    /// `nil` for one that was never begun again.
    package var restartedAt: Timestamp?
    /// Whether it tries a document out; it is in no list but that of tests.
    package var isTest = false
}

extension RowFilter {
    static func tests(_ isTest: Bool) -> RowFilter { .column("is_test", isSet: isTest) }
}

extension Table where Row == RunRecord {
    package func find(_ id: RunID, of workflow: WorkflowID) throws -> RunRecord? {
        try first("id = $1 AND workflow_id = $2", [id, workflow])
    }

    /// The newest run of a workflow under a provider's id.
    package func find(instance: String, of workflow: WorkflowID) throws -> RunRecord? {
        try first(
            """
            instance_id = $2 AND deployment_id IN (SELECT id FROM deployments WHERE workflow_id = $1)
            ORDER BY created_at DESC
            """, [workflow, instance])
    }

    package func find(_ id: RunID, in project: ProjectID) throws -> RunRecord? {
        try first("id = $1 AND project_id = $2", [id, project])
    }

    /// The newest run in a project under a provider's id.
    package func find(instance: String, in project: ProjectID) throws -> RunRecord? {
        try first(
            """
            instance_id = $2 AND deployment_id IN (SELECT id FROM deployments WHERE project_id = $1)
            ORDER BY created_at DESC
            """, [project, instance])
    }

    /// Whether some run, of whatever workflow, has the id.
    package func isTaken(_ id: RunID) throws -> Bool { try first("id = $1", [id]) != nil }

    package func find(instance: String, of deployment: DeploymentID) throws -> RunRecord? {
        try first("deployment_id = $1 AND instance_id = $2", [deployment, instance])
    }

    /// A run of a deployment to a connection, by the provider's id.
    package func find(instance: String, on connection: ConnectionID) throws -> RunRecord? {
        try first(
            "instance_id = $2 AND deployment_id IN (SELECT id FROM deployments WHERE connection_id = $1)",
            [connection, instance])
    }

    /// Runs on a connection that are not known to have ended and that began before a time, the oldest first.
    package func unended(
        on connection: ConnectionID, before time: Timestamp, after place: Cursor?, limit: Int
    ) throws -> [RunRecord] {
        try oldest(
            on: connection, in: RunStatus.allCases.filter { !$0.isTerminal }, .column("created_at", isBefore: time),
            after: place, limit: limit)
    }

    /// Runs on a connection in some statuses, without large columns, the oldest first.
    /// - Parameter connection: `nil` for those whose connections were deleted.
    package func oldest(
        on connection: ConnectionID?, in statuses: [RunStatus], _ filter: RowFilter, after place: Cursor?, limit: Int
    ) throws -> [RunRecord] {
        // One search of the index each, which `IN` and an order together would not be.
        let rows = try statuses.flatMap { status in
            var arguments: [any SQLConvertible] = [
                status.rawValue, place?.createdAt ?? Timestamp(milliseconds: 0), place?.id ?? "",
            ]
            var condition = "connection_id IS NULL"
            if let connection {
                arguments.append(connection)
                condition = "connection_id = $4"
            }
            let (conditions, values) = filter.added(
                to: "\(condition) AND status = $1 AND (created_at, id) > ($2, $3)", arguments)
            return try listed("\(conditions) ORDER BY created_at, id LIMIT $\(values.count + 1)", values + [limit])
        }
        return Array(rows.sorted { ($0.createdAt, $0.id.text) < ($1.createdAt, $1.id.text) }.prefix(limit))
    }

    /// How many runs there are in some statuses on each connection.
    /// - Parameter connection: `nil` for every connection, and for runs whose connections were deleted.
    package func counts(
        in statuses: [RunStatus], on connection: ConnectionID?, _ filter: RowFilter
    ) throws -> [(connection: ConnectionID?, count: Int)] {
        var rows = filter.and(.column("status", in: statuses.map(\.rawValue)))
        if let connection { rows = rows.and(.column("connection_id", is: connection)) }
        let (condition, arguments) = rows.added(to: "1 = 1", [])
        return try self.connection.query(
            "SELECT connection_id, COUNT(*) AS count FROM runs WHERE \(condition) GROUP BY connection_id", arguments
        ).map { (try $0["connection_id"], try $0["count"]) }
    }

    package func delete(_ id: RunID) throws {
        try connection.execute("DELETE FROM runs WHERE id = $1", [id])
    }
}
