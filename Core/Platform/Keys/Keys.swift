import JSON
import Storage
import Values

/// API keys.
package struct Keys: Sendable {
    let storage: any StorageDriver
    let cache = KeyCache()

    /// How old the note of a key's last use may be: not every request writes one.
    private static let lastUseAccuracy = Duration.seconds(60)

    /// How long a key is known without the database where other servers may revoke it.
    private static let sharedLifetime = Duration.seconds(2)

    /// Who holds a key, and for which project of those that it reaches.
    /// - Parameters:
    ///   - token: What followed `Bearer`; `nil` when nothing was sent.
    ///   - organization: `nil` or the key's.
    ///   - project: `nil` is the key's.
    /// - Throws: ``PlatformError/unauthenticated(_:)``, ``PlatformError/otherProject(key:)``.
    package func caller(token: String?, organization: String?, project: String?) async throws -> Caller {
        let caller = try await caller(token: token)
        guard organization ?? caller.organization.text == caller.organization.text else {
            throw PlatformError.otherOrganization(key: caller.organization)
        }
        guard let project, project != caller.project.text else { return caller }
        guard caller.reach == .organization else { throw PlatformError.otherProject(key: caller.project) }
        return try await storage.read { caller.entering(try $0.project(ProjectID(project), of: caller).id) }
    }

    /// Who holds a key.
    /// - Parameter token: What followed `Bearer`; `nil` when nothing was sent.
    /// - Throws: ``PlatformError/unauthenticated(_:)``
    package func caller(token: String?) async throws -> Caller {
        guard let token else { throw PlatformError.unauthenticated(.missing) }
        guard let key = APIKeyText(token) else { throw PlatformError.unauthenticated(.unknown) }
        let now = Timestamp.now
        let hash = key.hash
        let (known, generation) = cache.find(hash, at: now)
        if let known {
            if let end = known.expiresAt, end <= now { throw PlatformError.unauthenticated(.expired) }
            return known.caller
        }
        let candidates = try await storage.read { try Table(APIKeyRecord.self, in: $0).all(prefix: key.prefix) }
        guard let record = candidates.first(where: { key.matches(hash: $0.hash) }) else {
            throw PlatformError.unauthenticated(.unknown)
        }
        if let end = record.expiresAt, end <= now { throw PlatformError.unauthenticated(.expired) }
        let isNoted = record.lastUsedAt.map { now < $0 + Self.lastUseAccuracy } ?? false
        // Reads go on where nothing can be written.
        if !isNoted { try? await storage.transaction { try Table(in: $0).markUsed(record.id, at: now) } }
        var caller = Caller(
            organization: record.organization, project: record.project, user: record.user,
            scopes: record.scopeSet, credential: .key(record.id),
            reach: record.isOrganizationWide ? .organization : .project)
        caller.keyPrefix = record.prefix
        let lifetime = storage.isShared ? Self.sharedLifetime : Self.lastUseAccuracy
        let entry = KeyCache.Entry(
            caller: caller, expiresAt: record.expiresAt, staleAt: now + lifetime)
        cache.store(entry, hash: hash, generation: generation)
        return caller
    }

    /// A key that was just made.
    package struct New: Sendable {
        package let record: APIKeyRecord
        /// Nothing shows it again.
        package let key: APIKeyText
    }

    package func list(_ caller: Caller, _ request: PageRequest) async throws -> Page<APIKeyRecord> {
        try caller.requireSession(.admin)
        return try await storage.read { try Table(APIKeyRecord.self, in: $0).page(request, of: caller.organization) }
    }

    package func get(_ caller: Caller, _ id: APIKeyID) async throws -> APIKeyRecord {
        try caller.requireSession(.admin)
        return try await storage.read { try $0.apiKey(id, of: caller) }
    }

    /// Makes a key for a project of the caller's organization.
    /// - Parameter organizationWide: Whether it reaches the organization's other projects, too; an owner's to decide.
    package func create(
        _ caller: Caller, name: String, project: ProjectID, scopes: [String], expiresAt: String?,
        organizationWide: Bool = false
    ) async throws -> New {
        try caller.requireSession(organizationWide ? .owner : .admin)
        var problems = Problems()
        let known = scopes.compactMap(Scope.init)
        if known.count != scopes.count {
            problems.add("value", "must be one of read, write, deploy and audit", at: .root.appending("scopes"))
        }
        let end = expiresAt.flatMap(Timestamp.init(rfc3339:))
        if expiresAt != nil, end.map({ $0 > .now }) != true {
            problems.add(
                "format", "must be in the future, such as 2030-12-31T00:00:00Z", at: .root.appending("expiresAt"))
        }
        Self.check(name, Set(known), &problems)
        try problems.throwIfAny()
        let key = APIKeyText.random()
        let owner = Caller(
            organization: caller.organization, project: project, user: caller.user, scopes: caller.scopes)
        let record = APIKeyRecord(
            key, of: owner, name: name, scopes: Set(known), organizationWide: organizationWide, expiresAt: end)
        try await storage.transaction { database in
            let projects = Table(ProjectRecord.self, in: database)
            guard try projects.find(project, of: caller.organization) != nil else {
                throw PlatformError.unknownProject(project.text, among: try projects.all(of: caller.organization))
            }
            try Table(in: database).insert(record)
            try database.audit(
                caller, .keyCreated, record.id.text,
                [
                    "name": .string(name), "scopes": .string(record.scopes),
                    "organizationWide": .bool(organizationWide),
                ])
        }
        return New(record: record, key: key)
    }

    /// Makes a key for the caller's project, whoever the caller is: for tools beside the API.
    package func create(
        _ caller: Caller, name: String, scopes: Set<Scope>, organizationWide: Bool = false,
        expiresAt: Timestamp? = nil
    ) async throws -> APIKeyText {
        var problems = Problems()
        Self.check(name, scopes, &problems)
        try problems.throwIfAny()
        let key = APIKeyText.random()
        let record = APIKeyRecord(
            key, of: caller, name: name, scopes: scopes, organizationWide: organizationWide, expiresAt: expiresAt)
        try await storage.transaction { try Table(in: $0).insert(record) }
        return key
    }

    private static func check(_ name: String, _ scopes: Set<Scope>, _ problems: inout Problems) {
        problems.check(name: name)
        if !scopes.contains(.read) {
            problems.add("scopes", "must contain \"read\"", at: .root.appending("scopes"))
        }
    }
}

extension APIKeyRecord {
    init(
        _ key: APIKeyText, of caller: Caller, name: String, scopes: Set<Scope>, organizationWide: Bool,
        expiresAt: Timestamp? = nil
    ) {
        let now = Timestamp.now
        self.init(
            id: .make(at: now), organization: caller.organization, project: caller.project, user: caller.user,
            name: name, prefix: key.prefix, hash: key.hash,
            scopes: Scope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: " "),
            isOrganizationWide: organizationWide, expiresAt: expiresAt, lastUsedAt: nil, createdAt: now)
    }

    package var scopeSet: Set<Scope> {
        Set(scopes.split(separator: " ").compactMap { Scope(rawValue: String($0)) })
    }
}
