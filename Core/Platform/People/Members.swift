import JSON
import Storage

/// The people of an organization.
package struct Members: Sendable {
    let storage: any StorageDriver
    let cache: KeyCache

    package func list(_ caller: Caller, _ request: PageRequest) async throws -> Page<MemberRecord> {
        try caller.requireSession()
        return try await storage.read { try Table(MemberRecord.self, in: $0).page(request, of: caller.organization) }
    }

    package func get(_ caller: Caller, _ id: UserID) async throws -> MemberRecord {
        try caller.requireSession()
        return try await storage.read { try $0.member(id, of: caller) }
    }

    package func setRole(_ caller: Caller, _ id: UserID, to role: Role) async throws -> MemberRecord {
        try caller.requireSession(.admin)
        return try await storage.transaction { database in
            let member = try database.member(id, of: caller)
            try Self.requireRank(caller, over: member)
            if role == .owner { try caller.requireSession(.owner) }
            if role != .owner { try Self.keepOwner(member, in: database) }
            try Table(MembershipRecord.self, in: database).setRole(role.rawValue, of: id, in: caller.organization)
            try database.audit(caller, .memberChanged, id.text, ["role": .string(role.rawValue)])
            return try database.member(id, of: caller)
        }
    }

    /// Removes a person and the keys that they made; everyone may remove themselves.
    package func remove(_ caller: Caller, _ id: UserID) async throws {
        try caller.requireSession(id == caller.user ? .member : .admin)
        try await storage.transaction { database in
            let member = try database.member(id, of: caller)
            try Self.requireRank(caller, over: member)
            try Self.keepOwner(member, in: database)
            try Table(MembershipRecord.self, in: database).delete(id, of: caller.organization)
            try Table(APIKeyRecord.self, in: database).deleteAll(of: id, in: caller.organization)
            try database.audit(caller, .memberRemoved, id.text, ["email": .string(member.email)])
        }
        cache.forgetAll()
    }

    /// Only owners change owners.
    private static func requireRank(_ caller: Caller, over member: MemberRecord) throws {
        if member.role == Role.owner.rawValue { try caller.requireSession(.owner) }
    }

    private static func keepOwner(_ member: MemberRecord, in database: any SQLConnection) throws {
        guard member.role == Role.owner.rawValue else { return }
        let owners = try Table(MembershipRecord.self, in: database).owners(of: member.organization)
        if owners < 2 { throw PlatformError.lastOwner }
    }
}
