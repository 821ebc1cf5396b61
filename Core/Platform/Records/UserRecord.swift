import Storage

/// A person.
package struct UserRecord: Record {
    package static let table = "users"
    package static let columns = Columns { (column) throws(StorageError) in
        try UserRecord(
            id: column("id", \.id),
            email: column("email", \.email),
            name: column("name", \.name),
            passwordHash: column("password_hash", \.passwordHash),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let id: UserID
    package var email: String
    package var name: String
    /// `nil` until the person has chosen one.
    package var passwordHash: String?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
}

extension Table where Row == UserRecord {
    package func find(_ id: UserID) throws -> UserRecord? { try first("id = $1", [id]) }

    /// - Parameter email: In lower case.
    package func find(email: String) throws -> UserRecord? { try first("email = $1", [email]) }
}
