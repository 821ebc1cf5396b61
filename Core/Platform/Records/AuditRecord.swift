import Storage

/// One line of the audit log; none is ever changed.
package struct AuditRecord: ListedRecord {
    package static let table = "audit_log"
    package static let columns = Columns { (column) throws(StorageError) in
        try AuditRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            project: column("project_id", \.project),
            user: column("user_id", \.user),
            key: column("api_key_id", \.key),
            action: column("action", \.action),
            subject: column("subject_id", \.subject),
            details: column("details", \.details),
            address: column("address", \.address),
            createdAt: column("created_at", \.createdAt))
    }

    package var id = Identifier<AuditRecord>.make()
    package let organization: OrganizationID
    package let project: ProjectID?
    package let user: UserID?
    /// The key that was used; `nil` for a session.
    package let key: APIKeyID?
    package let action: String
    /// The id of what was changed.
    package let subject: String
    /// A JSON object.
    package let details: String
    /// Where the request came from; `nil` for what no request did, and for lines of earlier versions.
    package var address: String?
    package var createdAt = Timestamp.now
}

extension Table where Row == AuditRecord {
    /// Deletes the oldest lines of an organization.
    /// - Returns: How many.
    package func deleteOld(of organization: OrganizationID, before time: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM audit_log WHERE id IN (
                SELECT id FROM audit_log WHERE organization_id = $1 AND created_at < $2 ORDER BY created_at, id LIMIT $3)
            """, [organization, time, limit])
    }

    /// - Parameters: What is not `nil` has to be equal.
    package func page(
        _ request: PageRequest, of organization: OrganizationID, action: String?, user: String?, subject: String?,
        project: String?
    ) throws -> Page<AuditRecord> {
        try page(
            request,
            """
            organization_id = $1 AND action = COALESCE($2, action) AND subject_id = COALESCE($3, subject_id) \
            AND COALESCE(user_id, '') = COALESCE($4, user_id, '') AND COALESCE(project_id, '') = COALESCE($5, project_id, '')
            """, [organization, action, subject, user, project])
    }
}
