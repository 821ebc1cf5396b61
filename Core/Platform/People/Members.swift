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
            try Self.withdrawInvitations(of: id, having: role, caller, in: database)
            try database.audit(caller, .memberChanged, id.text, ["role": .string(role.rawValue)])
            return try database.member(id, of: caller)
        }
    }

    /// Removes a person, the keys that they made and their invitations; everyone may remove themselves.
    package func remove(_ caller: Caller, _ id: UserID) async throws {
        try caller.requireSession(id == caller.user ? .member : .admin)
        try await storage.transaction { database in
            let member = try database.member(id, of: caller)
            try Self.requireRank(caller, over: member)
            try Self.keepOwner(member, in: database)
            try Table(MembershipRecord.self, in: database).delete(id, of: caller.organization)
            try Table(APIKeyRecord.self, in: database).deleteAll(of: id, in: caller.organization)
            try Self.withdrawInvitations(of: id, having: nil, caller, in: database)
            try database.audit(caller, .memberRemoved, id.text, ["email": .string(member.email)])
        }
        cache.forgetAll()
    }

    /// Withdraws the invitations that a person could not make any more: whoever made one has its token, and could come back with it.
    private static func withdrawInvitations(
        of id: UserID, having role: Role?, _ caller: Caller, in database: any SQLConnection
    ) throws {
        let table = Table(InvitationRecord.self, in: database)
        for invitation in try table.all(of: id, to: caller.organization) {
            if let role, let given = Role(rawValue: invitation.role), role.includes(given.giver) { continue }
            try table.delete(invitation.id)
            try database.audit(
                caller, .invitationWithdrawn, invitation.id.text, ["email": .string(invitation.email)])
        }
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
