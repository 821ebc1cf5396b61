/// One line of the audit log; none is ever changed.
package struct AuditRecord: ListedRecord {
    package static let table = "audit_log"
    package static let columns = [
        "id", "organization_id", "project_id", "user_id", "api_key_id", "action", "subject_id", "details",
        "created_at",
    ]

    package let id: Identifier<AuditRecord>
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
    package let createdAt: Timestamp

    package init(
        id: Identifier<AuditRecord> = .make(), organization: OrganizationID, project: ProjectID?, user: UserID?,
        key: APIKeyID?, action: String, subject: String, details: String, createdAt: Timestamp = .now
    ) {
        self.id = id
        self.organization = organization
        self.project = project
        self.user = user
        self.key = key
        self.action = action
        self.subject = subject
        self.details = details
        self.createdAt = createdAt
    }

    package init(row: SQLRow) throws(StorageError) {
        id = try row["id"]
        organization = try row["organization_id"]
        project = try row["project_id"]
        user = try row["user_id"]
        key = try row["api_key_id"]
        action = try row["action"]
        subject = try row["subject_id"]
        details = try row["details"]
        createdAt = try row["created_at"]
    }

    package var values: [any SQLConvertible] {
        [id, organization, project, user, key, action, subject, details, createdAt]
    }
}

extension Table where Row == AuditRecord {
    /// - Parameters: What is not `nil` has to be equal.
    package func page(
        _ request: PageRequest, of organization: OrganizationID, action: String?, user: String?, subject: String?
    ) throws -> Page<AuditRecord> {
        try page(
            request,
            """
            organization_id = $1 AND action = COALESCE($2, action) AND subject_id = COALESCE($3, subject_id) \
            AND COALESCE(user_id, '') = COALESCE($4, user_id, '')
            """, [organization, action, subject, user])
    }
}
