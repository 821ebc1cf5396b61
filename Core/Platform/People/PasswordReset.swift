import Storage
import Values

/// What an operator does at the machine itself: the first owner has no password until this command sets one.
package struct PasswordReset: Sendable {
    let storage: any StorageDriver
    let passwords: Passwords

    package init(storage: any StorageDriver) { self.init(storage: storage, passwords: Passwords()) }

    init(storage: any StorageDriver, passwords: Passwords) {
        self.storage = storage
        self.passwords = passwords
    }

    /// Sets a password and ends the person's sessions.
    package func callAsFunction(email: String, password: String) async throws {
        var problems = Problems()
        Passwords.check(password, &problems)
        try problems.throwIfAny()
        let email = EmailAddress(email).text
        let hash = try await passwords.hash(password)
        try await storage.transaction { database in
            let table = Table(UserRecord.self, in: database)
            guard var user = try table.find(email: email) else { throw PlatformError.unknown(.member, id: email) }
            user.passwordHash = hash
            user.updatedAt = .now
            try table.update(user)
            try Table(SessionRecord.self, in: database).deleteAll(of: user.id)
        }
    }
}
