import Storage

/// How a workflow is deployed to a connection.
package struct DeployConfigRecord: Record {
    package static let table = "deploy_configs"
    package static let columns = Columns { (column) throws(StorageError) in
        try DeployConfigRecord(
            workflow: column("workflow_id", \.workflow),
            connection: column("connection_id", \.connection),
            config: column("config", \.config),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let workflow: WorkflowID
    package let connection: ConnectionID
    /// A JSON object.
    package let config: String
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
}

extension Table where Row == DeployConfigRecord {
    package func find(_ workflow: WorkflowID, on connection: ConnectionID) throws -> DeployConfigRecord? {
        try first("workflow_id = $1 AND connection_id = $2", [workflow, connection])
    }

    /// The oldest first.
    package func all(of workflow: WorkflowID) throws -> [DeployConfigRecord] {
        try all("workflow_id = $1 ORDER BY created_at, connection_id", [workflow])
    }

    /// Takes the place of what there was.
    package func replace(_ row: DeployConfigRecord) throws {
        try remove(row.workflow, on: row.connection)
        try insert(row)
    }

    package func remove(_ workflow: WorkflowID, on connection: ConnectionID) throws {
        try self.connection.execute(
            "DELETE FROM deploy_configs WHERE workflow_id = $1 AND connection_id = $2", [workflow, connection])
    }
}
