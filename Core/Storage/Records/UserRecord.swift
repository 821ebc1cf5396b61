/// A person.
package struct UserRecord: Record {
    package static let table = "users"
    package static let columns = [
        "id", "email", "name", "password_hash", "created_at", "updated_at",
    ]

    package let id: UserID
    package var email: String
    package var name: String
    /// `nil` until the person has chosen one.
    package var passwordHash: String?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: UserID, email: String, name: String, passwordHash: String? = nil, createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.passwordHash = passwordHash
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package init(row: SQLRow) throws(StorageError) {
        id = try row["id"]
        email = try row["email"]
        name = try row["name"]
        passwordHash = try row["password_hash"]
        createdAt = try row["created_at"]
        updatedAt = try row["updated_at"]
    }

    package var values: [any SQLConvertible] {
        [
            id, email, name, passwordHash, createdAt, updatedAt,
        ]
    }
}

extension Table where Row == UserRecord {
    package func find(_ id: UserID) throws -> UserRecord? { try first("id = $1", [id]) }

    /// - Parameter email: In lower case.
    package func find(email: String) throws -> UserRecord? { try first("email = $1", [email]) }
}
