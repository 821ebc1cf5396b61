import JSON
import Storage

/// Signing in and out, and who a session's cookie stands for.
package struct Sessions: Sendable {
    let storage: any StorageDriver
    let passwords: Passwords

    /// Milliseconds: two weeks.
    private static let lifetime: Int64 = 14 * 86_400_000

    /// What a sign-in gives.
    package struct New: Sendable {
        /// For the cookie; nothing shows it again.
        package let token: String
        package let person: Person
        package let expiresAt: Timestamp
    }

    /// - Throws: ``PlatformError/wrongCredentials``
    package func signIn(email: String, password: String) async throws -> New {
        let email = EmailAddress(email).text
        let user = try await storage.read { try Table(UserRecord.self, in: $0).find(email: email) }
        guard try await passwords.matches(password, user?.passwordHash), let user else {
            throw PlatformError.wrongCredentials
        }
        return try await storage.transaction { try Self.begin(user, in: $0) }
    }

    /// Begins a session in the transaction that made sure who it is.
    static func begin(_ user: UserRecord, in database: any SQLConnection) throws -> New {
        let token = Token.random()
        let now = Timestamp.now
        let session = SessionRecord(
            id: .make(at: now), user: user.id, hash: token.hash, expiresAt: now.adding(milliseconds: lifetime),
            createdAt: now)
        let sessions = Table(SessionRecord.self, in: database)
        try sessions.deleteEnded(at: now)
        try sessions.insert(session)
        try audit(.signIn, user, session, in: database)
        return New(token: token.text, person: Person(user), expiresAt: session.expiresAt)
    }

    /// - Throws: ``PlatformError/unauthenticated(_:)`` for one that has ended.
    package func signOut(token: String) async throws {
        let hash = Token(text: token).hash
        try await storage.transaction { database in
            let (user, session) = try Self.user(hash, in: database)
            try Table(SessionRecord.self, in: database).delete(session.id)
            try Self.audit(.signOut, user, session, in: database)
        }
    }

    /// A session is for all organizations of a person: each is told.
    private static func audit(
        _ action: AuditAction, _ user: UserRecord, _ session: SessionRecord, in database: any SQLConnection
    ) throws {
        for membership in try Table(MembershipRecord.self, in: database).all(of: user.id) {
            try Table(in: database).insert(
                AuditRecord(
                    organization: membership.organization, project: nil, user: user.id, key: nil,
                    action: action.rawValue, subject: session.id.text, details: "{}"))
        }
    }

    /// Who is signed in.
    package func person(token: String) async throws -> Person {
        let hash = Token(text: token).hash
        return try await storage.read { Person(try Self.user(hash, in: $0).0) }
    }

    /// Who asks, and for what.
    /// - Parameters:
    ///   - organization: `nil` takes the one that the person joined first.
    ///   - project: `nil` takes the organization's first.
    package func caller(token: String, organization: String?, project: String?) async throws -> Caller {
        let hash = Token(text: token).hash
        return try await storage.read { database in
            let (user, session) = try Self.user(hash, in: database)
            let memberships = Table(MembershipRecord.self, in: database)
            let membership =
                if let organization {
                    try memberships.find(user.id, of: OrganizationID(organization))
                } else {
                    try memberships.oldest(of: user.id)
                }
            guard let membership, let role = Role(rawValue: membership.role) else {
                throw PlatformError.unknown(.organization, id: organization ?? "")
            }
            let projects = Table(ProjectRecord.self, in: database)
            let found =
                if let project {
                    try projects.find(ProjectID(project), of: membership.organization)
                } else {
                    try projects.oldest(of: membership.organization)
                }
            guard let found else { throw PlatformError.unknown(.project, id: project ?? "") }
            return Caller(
                organization: membership.organization, project: found.id, user: user.id,
                scopes: Set(Scope.allCases), credential: .session(session.id, role))
        }
    }

    private static func user(
        _ hash: String, in database: any SQLConnection
    ) throws -> (UserRecord, SessionRecord) {
        guard let session = try Table(SessionRecord.self, in: database).find(hash: hash), session.expiresAt > .now,
            let user = try Table(UserRecord.self, in: database).find(session.user)
        else { throw PlatformError.unauthenticated(.session) }
        return (user, session)
    }
}
