import Storage

/// API keys.
package struct Keys: Sendable {
    let storage: any StorageDriver

    /// How old the note of a key's last use may be: not every request writes one.
    private static let lastUseAccuracy: Int64 = 60_000

    /// Who holds a key.
    /// - Parameter token: What followed `Bearer`; `nil` when nothing was sent.
    /// - Throws: ``PlatformError/unauthenticated(_:)``
    package func caller(token: String?) async throws -> Caller {
        guard let token else { throw PlatformError.unauthenticated(.missing) }
        guard let key = APIKeyText(token) else { throw PlatformError.unauthenticated(.unknown) }
        let candidates = try await storage.read { try Table(APIKeyRecord.self, in: $0).all(prefix: key.prefix) }
        guard let record = candidates.first(where: { key.matches(hash: $0.hash) }) else {
            throw PlatformError.unauthenticated(.unknown)
        }
        let now = Timestamp.now
        if let end = record.expiresAt, end <= now { throw PlatformError.unauthenticated(.expired) }
        let isNoted = record.lastUsedAt.map { now < $0.adding(milliseconds: Self.lastUseAccuracy) } ?? false
        if !isNoted { try await storage.transaction { try Table(in: $0).markUsed(record.id, at: now) } }
        return Caller(
            organization: record.organization, project: record.project, user: record.user,
            scopes: Set(record.scopes.split(separator: " ").compactMap { Scope(rawValue: String($0)) }))
    }

    /// Makes a key for the caller's project.
    /// - Returns: The key, which nothing shows again.
    package func create(
        _ caller: Caller, name: String, scopes: Set<Scope>, expiresAt: Timestamp? = nil
    ) async throws -> APIKeyText {
        var problems = FieldProblems()
        problems.check(name: name)
        if !scopes.contains(.read) {
            problems.add("scopes", "must contain \"read\"", at: .root.appending("scopes"))
        }
        try problems.throwIfAny()
        let key = APIKeyText.random()
        let record = APIKeyRecord(key, of: caller, name: name, scopes: scopes, expiresAt: expiresAt)
        try await storage.transaction { try Table(in: $0).insert(record) }
        return key
    }
}

extension APIKeyRecord {
    init(_ key: APIKeyText, of caller: Caller, name: String, scopes: Set<Scope>, expiresAt: Timestamp? = nil) {
        let now = Timestamp.now
        self.init(
            id: .make(at: now), organization: caller.organization, project: caller.project, user: caller.user,
            name: name, prefix: key.prefix, hash: key.hash,
            scopes: Scope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: " "),
            expiresAt: expiresAt, lastUsedAt: nil, createdAt: now)
    }
}
