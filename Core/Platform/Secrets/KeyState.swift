import Storage

/// The master keys that a database names.
package struct KeyState: Sendable, Equatable {
    /// Nothing is sealed with another key, unless there is a ``next`` one.
    let current: String
    /// While the key is changed.
    let next: String?

    init(current: String, next: String? = nil) {
        self.current = current
        self.next = next
    }

    /// - Returns: `nil` before the end of the first start.
    init?(in database: any SQLConnection) throws {
        guard let installation = try Table(InstallationRecord.self, in: database).current() else { return nil }
        current = installation.keyID
        next = try Table(KeyRotationRecord.self, in: database).current()?.keyID
    }

    private init?(before database: any SQLConnection) throws {
        guard let installation = try Table(InstallationRecord.self, in: database).current() else { return nil }
        (current, next) = (installation.keyID, nil)
    }

    /// - Returns: `nil` before the end of the first start, which makes the tables.
    static func read(_ storage: any StorageDriver) async throws -> KeyState? {
        do { return try await storage.read { try KeyState(in: $0) } } catch StorageError.driver {
            // The schema of a version before has no changes of the key.
            do { return try await storage.read { try KeyState(before: $0) } } catch StorageError.driver { return nil }
        }
    }
}
