import JSON
import Storage
import Values

/// Signing in and out, and who a session's cookie stands for.
package struct Sessions: Sendable {
    let storage: any StorageDriver
    let passwords: Passwords
    var delays = SignInDelays()

    /// Two weeks.
    private static let lifetime = Duration.seconds(14 * 86_400)

    /// What a sign-in gives.
    package struct New: Sendable {
        /// For the cookie; nothing shows it again.
        package let token: String
        package let person: Person
        package let expiresAt: Timestamp
    }

    /// - Throws: ``PlatformError/wrongCredentials``, ``SignInDelayed``
    package func signIn(email: String, password: String, from source: SignInSource = .unknown) async throws -> New {
        let email = EmailAddress(email).text
        let origins = SignInDelays.Origin.all(email: email, source)
        try delays.begin(origins)
        let found = try await storage.read { try Table(UserRecord.self, in: $0).find(email: email) }
        guard try await passwords.matches(password, found?.passwordHash), let user = found else {
            try await Self.noteFailure(found, from: source, in: storage, delays)
            throw PlatformError.wrongCredentials
        }
        delays.succeed(origins)
        return try await storage.transaction { try Self.begin(user, from: source, in: $0) }
    }

    /// Tells the organizations of an account that somebody tried a wrong password, and the operators of an address that is
    /// nobody's, as far as there are not too many of those: a failure takes as long for one as for the other.
    /// - Parameter user: `nil` for an unknown account.
    static func noteFailure(
        _ user: UserRecord?, from source: SignInSource, in storage: any StorageDriver, _ delays: SignInDelays
    ) async throws {
        var details: JSONObject = ["address": .string(source.address)]
        if user == nil {
            guard let omitted = delays.line() else { return }
            if omitted > 0 { details["omitted"] = .int(omitted) }
        }
        try await storage.transaction { [details] database in
            if let user {
                return try database.audit(.signInFailed, of: user.id, by: nil, user.id.text, details, from: source)
            }
            guard let first = try Table(OrganizationRecord.self, in: database).oldest() else { return }
            try Table(in: database).insert(
                AuditRecord(
                    organization: first.id, project: nil, user: nil, key: nil,
                    action: AuditAction.signInFailed.rawValue, subject: "unknown",
                    details: JSONValue.object(details).text, address: source.address))
        }
    }

    /// Begins a session in the transaction that made sure who it is.
    static func begin(_ user: UserRecord, from source: SignInSource, in database: any SQLConnection) throws -> New {
        let token = Token.random()
        let now = Timestamp.now
        let session = SessionRecord(
            id: .make(at: now), user: user.id, hash: token.hash, expiresAt: now + lifetime,
            address: source.address, agent: source.agent, createdAt: now)
        let sessions = Table(SessionRecord.self, in: database)
        try sessions.deleteEnded(at: now)
        try sessions.insert(session)
        try database.audit(
            .signIn, of: user.id, by: user.id, session.id.text, ["address": .string(source.address)], from: source)
        return New(token: token.text, person: Person(user), expiresAt: session.expiresAt)
    }

    /// - Throws: ``PlatformError/unauthenticated(_:)`` for one that has ended.
    package func signOut(token: String) async throws {
        let hash = Token(text: token).hash
        try await storage.transaction { database in
            let (user, session) = try Self.user(hash, in: database)
            try Table(SessionRecord.self, in: database).delete(session.id)
            try database.audit(.signOut, of: user.id, by: user.id, session.id.text)
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
            guard let found else {
                throw PlatformError.unknownProject(
                    project ?? "", among: try projects.all(of: membership.organization))
            }
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

extension SQLConnection {
    /// What concerns a person concerns all organizations of theirs: each is told.
    /// - Parameter actor: `nil` where it is not known who it was.
    func audit(
        _ action: AuditAction, of user: UserID, by actor: UserID?, _ subject: String, _ details: JSONObject = [:],
        from source: SignInSource? = nil
    ) throws {
        for membership in try Table(MembershipRecord.self, in: self).all(of: user) {
            try Table(in: self).insert(
                AuditRecord(
                    organization: membership.organization, project: nil, user: actor, key: nil,
                    action: action.rawValue, subject: subject, details: JSONValue.object(details).text,
                    address: source?.address))
        }
    }
}
