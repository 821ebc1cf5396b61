import Storage

/// A run that was deleted from the list.
package struct DeletedRunRecord: Record {
    package static let table = "deleted_runs"
    package static let columns = Columns { (column) throws(StorageError) in
        try DeletedRunRecord(
            deployment: column("deployment_id", \.deployment),
            instance: column("instance_id", \.instance),
            isKept: column("is_kept", \.isKept),
            deletedAt: column("deleted_at", \.deletedAt))
    }

    package let deployment: DeploymentID
    /// The provider's id of it.
    package let instance: String
    /// Whether the provider still has it.
    package let isKept: Bool
    package let deletedAt: Timestamp
}

extension Table where Row == DeletedRunRecord {
    package func find(instance: String, of deployment: DeploymentID) throws -> DeletedRunRecord? {
        try first("deployment_id = $1 AND instance_id = $2", [deployment, instance])
    }

    /// Whether a run of a workflow was deleted whose provider still has it.
    package func isKept(instance: String, of workflow: WorkflowID) throws -> Bool {
        try first(
            """
            instance_id = $2 AND is_kept = 1 \
            AND deployment_id IN (SELECT id FROM deployments WHERE workflow_id = $1)
            """, [workflow, instance]) != nil
    }

    package func save(_ record: DeletedRunRecord) throws {
        try delete(instance: record.instance, of: record.deployment)
        try insert(record)
    }

    package func delete(instance: String, of deployment: DeploymentID) throws {
        try connection.execute(
            "DELETE FROM deleted_runs WHERE deployment_id = $1 AND instance_id = $2", [deployment, instance])
    }

    package func deleteOld(before time: Timestamp) throws {
        try connection.execute("DELETE FROM deleted_runs WHERE deleted_at < $1", [time])
    }
}
