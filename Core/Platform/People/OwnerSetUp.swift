import JSON
import Storage
import Values

/// The account of the owner that the first start made: it has no password until whoever started the server opens the link
/// that the server prints.
package struct OwnerSetUp: Sendable {
    let storage: any StorageDriver
    let passwords: Passwords
    /// Of this process only: a later start has another one.
    private let token = Token.random()

    init(storage: any StorageDriver, passwords: Passwords) {
        self.storage = storage
        self.passwords = passwords
    }

    /// The token of the link; `nil` once the account has a password.
    package func pendingToken() async throws -> String? {
        try await storage.read { try Self.owner(in: $0) } == nil ? nil : token.text
    }

    /// Sets the owner's name, email address and password.
    /// - Returns: A session.
    /// - Throws: ``PlatformError/setUpUnknown`` for another token, and once the account has a password.
    package func callAsFunction(
        token: String, name: String, email: String, password: String, from source: SignInSource = .unknown
    ) async throws -> Sessions.New {
        // Hashes are compared: the time that takes depends on nothing that a caller can choose.
        guard Token(text: token).hash == self.token.hash else { throw PlatformError.setUpUnknown }
        let address = EmailAddress(email)
        var problems = Problems()
        problems.check(name: name)
        address.check(&problems)
        Passwords.check(password, &problems)
        try problems.throwIfAny()
        let hash = try await passwords.hash(password)
        return try await storage.transaction { database in
            let table = Table(UserRecord.self, in: database)
            guard var owner = try Self.owner(in: database) else { throw PlatformError.setUpUnknown }
            if let other = try table.find(email: address.text), other.id != owner.id {
                throw PlatformError.alreadyMember
            }
            owner.name = name
            owner.email = address.text
            owner.passwordHash = hash
            owner.updatedAt = .now
            try table.update(owner)
            return try Sessions.begin(owner, from: source, in: database)
        }
    }

    /// The first owner, while nobody can sign in as them.
    private static func owner(in database: any SQLConnection) throws -> UserRecord? {
        guard let owner = try Table(UserRecord.self, in: database).find(email: Bootstrap.ownerEmail),
            owner.passwordHash == nil
        else { return nil }
        return owner
    }
}
