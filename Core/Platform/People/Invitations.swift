import JSON
import Storage
import Values

/// How people come into an organization.
package struct Invitations: Sendable {
    let storage: any StorageDriver
    let passwords: Passwords
    var delays = SignInDelays()

    /// A week.
    private static let lifetime = Duration.seconds(7 * 86_400)

    package struct New: Sendable {
        package let record: InvitationRecord
        /// For the person who is invited; nothing shows it again.
        package let token: String
    }

    package func list(_ caller: Caller, _ request: PageRequest) async throws -> Page<InvitationRecord> {
        try caller.requireSession(.admin)
        return try await storage.read {
            try Table(InvitationRecord.self, in: $0).page(request, of: caller.organization)
        }
    }

    package func get(_ caller: Caller, _ id: InvitationID) async throws -> InvitationRecord {
        try caller.requireSession(.admin)
        return try await storage.read { try $0.invitation(id, of: caller) }
    }

    /// Invites; an earlier invitation of the same address is no longer good.
    package func create(_ caller: Caller, email: String, role: Role) async throws -> New {
        try caller.requireSession(role.giver)
        let address = EmailAddress(email)
        var problems = Problems()
        address.check(&problems)
        try problems.throwIfAny()
        let token = Token.random()
        let now = Timestamp.now
        let record = InvitationRecord(
            id: .make(at: now), organization: caller.organization, user: caller.user, email: address.text,
            role: role.rawValue, hash: token.hash, expiresAt: now + Self.lifetime, createdAt: now)
        try await storage.transaction { database in
            if let user = try Table(UserRecord.self, in: database).find(email: record.email),
                try Table(MembershipRecord.self, in: database).find(user.id, of: record.organization) != nil
            {
                throw PlatformError.alreadyMember
            }
            let table = Table(InvitationRecord.self, in: database)
            try table.delete(email: record.email, of: record.organization)
            try table.insert(record)
            try database.audit(
                caller, .memberInvited, record.id.text,
                ["email": .string(record.email), "role": .string(record.role)])
        }
        return New(record: record, token: token.text)
    }

    package func withdraw(_ caller: Caller, _ id: InvitationID) async throws {
        try caller.requireSession(.admin)
        try await storage.transaction { database in
            let record = try database.invitation(id, of: caller)
            try Table(InvitationRecord.self, in: database).delete(id)
            try database.audit(caller, .invitationWithdrawn, id.text, ["email": .string(record.email)])
        }
    }

    /// Takes an invitation up. A person who is known already, from another organization, gives the password they
    /// have; everyone else chooses one.
    /// - Returns: A session.
    /// - Throws: ``SignInDelayed``
    package func signUp(
        token: String, name: String, password: String, from source: SignInSource = .unknown
    ) async throws -> Sessions.New {
        var problems = Problems()
        problems.check(name: name)
        Passwords.check(password, &problems)
        try problems.throwIfAny()
        let hash = Token(text: token).hash
        let known = try await storage.read { database in
            let invitation = try Self.good(hash, in: database)
            return try Table(UserRecord.self, in: database).find(email: invitation.email)
        }
        guard known == nil || known?.passwordHash != nil else { throw PlatformError.invitationUnknown }
        let passwordHash =
            if let known, let hash = known.passwordHash {
                try await checked(password, of: known, hash, from: source)
            } else {
                try await passwords.hash(password)
            }
        return try await storage.transaction { database in
            let invitation = try Self.good(hash, in: database)
            let user = try Self.user(invitation.email, name: name, passwordHash: passwordHash, in: database)
            // Who set a password in the meantime is asked for it.
            guard user.passwordHash == passwordHash else { throw PlatformError.wrongCredentials }
            try Table(in: database).insert(
                MembershipRecord(
                    organization: invitation.organization, user: user.id, role: invitation.role, createdAt: .now))
            try Table(InvitationRecord.self, in: database).delete(invitation.id)
            try Table(in: database).insert(
                AuditRecord(
                    organization: invitation.organization, project: nil, user: user.id, key: nil,
                    action: AuditAction.memberJoined.rawValue, subject: user.id.text,
                    details: JSONValue.object(["role": .string(invitation.role)]).text, address: source.address))
            return try Sessions.begin(user, from: source, in: database)
        }
    }

    /// - Returns: The hash.
    private func checked(
        _ password: String, of user: UserRecord, _ hash: String, from source: SignInSource
    ) async throws -> String {
        let origins = SignInDelays.Origin.all(email: user.email, source)
        try delays.begin(origins)
        guard try await passwords.matches(password, hash) else {
            try await Sessions.noteFailure(user, from: source, in: storage, delays)
            throw PlatformError.wrongCredentials
        }
        delays.succeed(origins)
        return hash
    }

    private static func good(_ hash: String, in database: any SQLConnection) throws -> InvitationRecord {
        guard let record = try Table(InvitationRecord.self, in: database).find(hash: hash), record.expiresAt > .now
        else { throw PlatformError.invitationUnknown }
        return record
    }

    private static func user(
        _ email: String, name: String, passwordHash: String, in database: any SQLConnection
    ) throws -> UserRecord {
        let table = Table(UserRecord.self, in: database)
        guard let user = try table.find(email: email) else {
            let now = Timestamp.now
            let user = UserRecord(
                id: .make(at: now), email: email, name: name, passwordHash: passwordHash, createdAt: now,
                updatedAt: now)
            try table.insert(user)
            return user
        }
        // The account of the first owner, which only the link that the server prints sets up.
        guard user.passwordHash != nil else { throw PlatformError.invitationUnknown }
        return user
    }
}
