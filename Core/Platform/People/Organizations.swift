import Storage

/// The organizations of a person.
package struct Organizations: Sendable {
    let storage: any StorageDriver

    package func list(_ caller: Caller, _ request: PageRequest) async throws -> Page<OrganizationRecord> {
        try caller.requireSession()
        return try await storage.read { try Table(OrganizationRecord.self, in: $0).page(request, of: caller.user) }
    }

    package func rename(_ caller: Caller, _ id: OrganizationID, to name: String) async throws -> OrganizationRecord {
        guard id == caller.organization else { throw PlatformError.unknown(.organization, id: id.text) }
        try caller.requireSession(.admin)
        var problems = FieldProblems()
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
