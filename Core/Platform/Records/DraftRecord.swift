import Storage

/// A document of a workflow that is edited and not a version yet.
package struct DraftRecord: Record {
    package static let table = "drafts"
    package static let columns = Columns { (column) throws(StorageError) in
        try DraftRecord(
            workflow: column("workflow_id", \.workflow),
            document: column.large("document", \.document),
            base: column("base_version_id", \.base),
            author: column("author_id", \.author),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let workflow: WorkflowID
    /// JSON: any object.
    package let document: String
    /// The version that the draft began from; `nil` without one, and when it was deleted since.
    package let base: VersionID?
    /// Who saved it last; `nil` when the person was deleted since.
    package let author: UserID?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
}

extension Table where Row == DraftRecord {
    package func find(_ workflow: WorkflowID) throws -> DraftRecord? { try first("workflow_id = $1", [workflow]) }

    /// Those of some workflows, without their documents.
    package func listed(of workflows: [WorkflowID]) throws -> [DraftRecord] {
        let (condition, arguments) = RowFilter.column("workflow_id", in: workflows).added(to: "1 = 1", [])
        return try listed(condition, arguments)
    }

    /// Takes the place of what there was.
    package func replace(_ row: DraftRecord) throws {
        if try !update(row) { try insert(row) }
    }

    /// - Returns: Whether there was one.
    @discardableResult
    package func remove(_ workflow: WorkflowID) throws -> Bool {
        try connection.execute("DELETE FROM drafts WHERE workflow_id = $1", [workflow]) > 0
    }

    /// Removes a draft that says the same as a document, which a version was made of.
    package func remove(_ workflow: WorkflowID, with document: String) throws {
        try connection.execute("DELETE FROM drafts WHERE workflow_id = $1 AND document = $2", [workflow, document])
    }
}
