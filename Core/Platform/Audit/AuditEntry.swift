import Storage

/// A line of the audit log with the names of who acted, as they are now.
package struct AuditEntry: Sendable {
    package let record: AuditRecord
    /// `nil` without a user, and for one who was deleted since.
    package let user: UserRecord?
    /// `nil` without a key, and for one that was deleted since.
    package let key: APIKeyRecord?
    /// The name of what was changed; `nil` where only its id is known.
    package let subjectName: String?
}

extension SQLConnection {
    /// Lines of an organization with the names that belong to them.
    func entries(of page: Page<AuditRecord>, in organization: OrganizationID) throws -> Page<AuditEntry> {
        var users: [UserID: UserRecord] = [:]
        for id in Set(page.elements.compactMap(\.user)) { users[id] = try Table(in: self).find(id) }
        var keys: [APIKeyID: APIKeyRecord] = [:]
        for id in Set(page.elements.compactMap(\.key)) { keys[id] = try Table(in: self).find(id, of: organization) }
        let subjects = AuditSubjects(database: self, organization: organization)
        let entries = try page.elements.map { record in
            AuditEntry(
                record: record, user: record.user.flatMap { users[$0] }, key: record.key.flatMap { keys[$0] },
                subjectName: try subjects.name(of: record))
        }
        return Page(elements: entries, next: page.next)
    }
}
