import JSON
import Storage

extension Organizations {
    /// Deletes an organization with all that belongs to it; what is deployed is taken down first. Accounts of people and the
    /// server's packages stay.
    /// - Parameter confirmation: The organization's name.
    /// - Throws: ``PlatformError/unconfirmed(_:)`` with what would be deleted.
    package func delete(
        _ caller: Caller, _ id: OrganizationID, confirmation: String?
    ) async throws -> OrganizationContents {
        try caller.requireSession()
        let contents = try await storage.read { try $0.deletable(id, by: caller) }
        guard confirmation == contents.organization.name else { throw PlatformError.unconfirmed(contents) }
        while let (workflow, project) = try await storage.read({ try $0.anyWorkflow(of: id) }) {
            let there = Caller(
                organization: id, project: project, user: caller.user, scopes: caller.scopes,
                credential: caller.credential)
            try await workflows.delete(there, workflow)
        }
        try await storage.transaction { database in
            _ = try database.deletable(id, by: caller)
            // A workflow that was created meanwhile may be deployed.
            if let (workflow, _) = try database.anyWorkflow(of: id) {
                throw PlatformError.organizationChanged(workflow)
            }
            try Table(OrganizationRecord.self, in: database).delete(id)
            // Its own log has no readers any more.
            let first = try Table(OrganizationRecord.self, in: database).oldest()
            try Table(in: database).insert(
                AuditRecord(
                    organization: first?.id ?? id, project: nil, user: caller.user, key: nil,
                    action: AuditAction.organizationDeleted.rawValue, subject: id.text,
                    details: JSONValue.object(contents.details).text, address: caller.address))
        }
        cache.forgetAll()
        // Its packages' processes have nothing to work for.
        await workflows.nodes.contributions.host.install([], of: id.text)
        return contents
    }
}

extension PlatformError {
    static func unconfirmed(_ contents: OrganizationContents) -> PlatformError {
        PlatformError(
            .organizationConfirm,
            "Deleting \"\(contents.organization.name)\" deletes all that belongs to it (\(contents.text)). To confirm, send the "
                + "organization's name as \"confirm\" in the query.")
    }

    fileprivate static func organizationChanged(_ workflow: WorkflowID) -> PlatformError {
        PlatformError(
            .projectNotEmpty, "The workflow \"\(workflow)\" was created during the deletion. Repeat the request.")
    }

    fileprivate static var firstOrganization: PlatformError {
        PlatformError(
            .organizationFirst,
            "The server's first organization cannot be deleted: its members operate the server. Delete its projects instead."
        )
    }
}

extension SQLConnection {
    /// - Throws: What keeps the caller from deleting the organization.
    fileprivate func deletable(_ id: OrganizationID, by caller: Caller) throws -> OrganizationContents {
        let organization = try self.organization(id, of: caller)
        let membership = try Table(MembershipRecord.self, in: self).find(caller.user, of: id)
        guard membership?.role == Role.owner.rawValue else { throw PlatformError.missingRole(.owner) }
        guard try Table(OrganizationRecord.self, in: self).oldest()?.id != id else {
            throw PlatformError.firstOrganization
        }
        return OrganizationContents(
            organization: organization, projects: try count("projects", of: id),
            workflows: try count("workflows", of: id), connections: try count("connections", of: id),
            apiKeys: try count("api_keys", of: id), members: try count("memberships", of: id))
    }

    private func count(_ table: String, of organization: OrganizationID) throws -> Int {
        try query("SELECT COUNT(*) AS count FROM \(table) WHERE organization_id = $1", [organization])
            .first?["count"] ?? 0
    }

    fileprivate func anyWorkflow(of organization: OrganizationID) throws -> (WorkflowID, ProjectID)? {
        try Table(WorkflowRecord.self, in: self).first("organization_id = $1", [organization]).map {
            ($0.id, $0.project)
        }
    }
}
