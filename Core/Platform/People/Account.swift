import JSON
import Storage
import Values

/// What people do with their own account: their password and their sessions.
package struct Account: Sendable {
    let storage: any StorageDriver
    let passwords: Passwords
    let delays: SignInDelays

    /// A session of the person who asks.
    package struct Session: Sendable {
        package let record: SessionRecord
        /// Whether it is that of the request.
        package let isCurrent: Bool
    }

    package func sessions(_ caller: Caller, _ request: PageRequest) async throws -> Page<Session> {
        let current = try caller.requireOwnSession()
        return try await storage.read {
            try Table(SessionRecord.self, in: $0).page(request, of: caller.user, at: .now)
        }.map { Session(record: $0, isCurrent: $0.id == current) }
    }

    /// Ends a session of the person: no request that begins after this is answered.
    package func end(_ caller: Caller, _ id: SessionID) async throws {
        try caller.requireOwnSession()
        try await storage.transaction { database in
            let table = Table(SessionRecord.self, in: database)
            guard let session = try table.find(id), session.user == caller.user else {
                throw PlatformError.unknown(.session, id: id.text)
            }
            try table.delete(id)
            try database.audit(.sessionEnded, of: caller.user, by: caller.user, id.text)
        }
    }

    /// Ends all sessions of the person but that of the request.
    package func endOthers(_ caller: Caller) async throws {
        let current = try caller.requireOwnSession()
        try await storage.transaction { database in
            try Table(SessionRecord.self, in: database).deleteAll(of: caller.user, but: current)
            try database.audit(
                .sessionEnded, of: caller.user, by: caller.user, caller.user.text, ["sessions": "others"])
        }
    }

    /// Sets another password and ends the person's other sessions: whoever knew the old one is out.
    /// - Throws: ``SignInDelayed``
    package func changePassword(
        _ caller: Caller, from current: String, to new: String, source: SignInSource
    ) async throws {
        let session = try caller.requireOwnSession()
        var problems = Problems()
        problems.check(new, FieldLimits.password, at: .root.appending("newPassword"))
        try problems.throwIfAny()
        let user = try await storage.read { try $0.person(caller.user) }
        let origins = SignInDelays.Origin.all(email: user.email, source)
        try delays.begin(origins)
        guard try await passwords.matches(current, user.passwordHash) else {
            try await Sessions.noteFailure(user, from: source, in: storage, delays)
            problems.add("password", "is not the current password", at: .root.appending("currentPassword"))
            return try problems.throwIfAny()
        }
        delays.succeed(origins)
        let hash = try await passwords.hash(new)
        try await storage.transaction { database in
            var changed = try database.person(caller.user)
            // Who was faster has ended this session.
            guard changed.passwordHash == user.passwordHash else { throw PlatformError.unauthenticated(.session) }
            changed.passwordHash = hash
            changed.updatedAt = .now
            try Table(in: database).update(changed)
            try Table(SessionRecord.self, in: database).deleteAll(of: caller.user, but: session)
            try database.audit(.passwordChanged, of: caller.user, by: caller.user, caller.user.text)
        }
    }
}

extension Caller {
    /// - Returns: The session of the request.
    @discardableResult
    fileprivate func requireOwnSession() throws(PlatformError) -> SessionID {
        guard case .session(let id, _) = credential else { throw .sessionOnly }
        return id
    }
}

extension SQLConnection {
    func person(_ id: UserID) throws -> UserRecord {
        try existing(.member, id.text, Table(UserRecord.self, in: self).find(id))
    }
}
