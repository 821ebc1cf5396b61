import Storage
import Values

/// The organizations of a person.
package struct Organizations: Sendable {
    let storage: any StorageDriver
    let workflows: Workflows
    let cache: KeyCache

    package func list(_ caller: Caller, _ request: PageRequest) async throws -> Page<OrganizationRecord> {
        try caller.requireSession()
        return try await storage.read { try Table(OrganizationRecord.self, in: $0).page(request, of: caller.user) }
    }

    package func get(_ caller: Caller, _ id: OrganizationID) async throws -> OrganizationRecord {
        try caller.requireSession()
        return try await storage.read { try $0.organization(id, of: caller) }
    }

    /// Makes an organization with a first project; who asks owns it.
    package func create(_ caller: Caller, name: String) async throws -> OrganizationRecord {
        try caller.requireSession()
        var problems = Problems()
        problems.check(name: name)
        try problems.throwIfAny()
        let now = Timestamp.now
        let id = OrganizationID.make(at: now)
        let record = OrganizationRecord(
            id: id, name: name, slug: "organization-\(id.text)", createdAt: now, updatedAt: now)
        try await storage.transaction { database in
            try Table(in: database).insert(record)
            try Table(in: database).insert(
                ProjectRecord(
                    id: .make(at: now), organization: id, name: "My project", slug: "my-project", description: "",
                    createdAt: now, updatedAt: now))
            try Table(in: database).insert(
                MembershipRecord(
                    organization: id, user: caller.user, role: Role.owner.rawValue, createdAt: now))
            try Table(in: database).insert(
                AuditRecord(
                    organization: id, project: nil, user: caller.user, key: nil,
                    action: AuditAction.organizationCreated.rawValue, subject: id.text, details: "{}",
                    address: caller.address))
        }
        return record
    }

    package func rename(_ caller: Caller, _ id: OrganizationID, to name: String) async throws -> OrganizationRecord {
        guard id == caller.organization else { throw PlatformError.unknown(.organization, id: id.text) }
        try caller.requireSession(.admin)
        var problems = Problems()
        problems.check(name: name)
        try problems.throwIfAny()
        return try await storage.transaction { database in
            let table = Table(OrganizationRecord.self, in: database)
            guard var record = try table.find(id) else { throw PlatformError.unknown(.organization, id: id.text) }
            record.name = name
            record.updatedAt = .now
            try table.update(record)
            try database.audit(caller, .organizationChanged, id.text, ["name": .string(name)])
            return record
        }
    }
}
