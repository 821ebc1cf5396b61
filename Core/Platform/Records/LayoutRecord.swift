import Storage

/// Where the nodes of a workflow are drawn.
package struct LayoutRecord: Record {
    package static let table = "layouts"
    package static let columns = Columns { (column) throws(StorageError) in
        try LayoutRecord(
            workflow: column("workflow_id", \.workflow),
            nodes: column("nodes", \.nodes),
            viewport: column("viewport", \.viewport),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let workflow: WorkflowID
    /// JSON: positions by the ids of nodes.
    package let nodes: String
    /// JSON: the part that is shown.
    package let viewport: String?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
}

extension Table where Row == LayoutRecord {
    package func find(_ workflow: WorkflowID) throws -> LayoutRecord? { try first("workflow_id = $1", [workflow]) }

    /// Takes the place of what there was.
    package func replace(_ row: LayoutRecord) throws {
        if try !update(row) { try insert(row) }
    }
}
