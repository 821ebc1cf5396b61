import Storage

/// A transaction that looks at what it writes.
struct KeyedConnection: SQLConnection {
    let inner: any SQLConnection
    let keys: MasterKeys
    /// Of the key that the transaction requires.
    let sealing: String

    var isRemote: Bool { inner.isRemote }

    var mergesUnions: Bool { inner.mergesUnions }

    func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int {
        for argument in arguments {
            guard case .text(let text) = argument.sql, let id = SecretBox.keyID(of: text), id != sealing,
                keys.knows(id)
            else { continue }
            // Sealed before the change began, or ended.
            guard try Table(KeyRotationRecord.self, in: inner).isAcceptable(id) else {
                throw StorageError.conflict("the master key was changed")
            }
        }
        return try inner.execute(sql, arguments)
    }

    func query(_ sql: String, _ arguments: [any SQLConvertible]) throws -> [SQLRow] { try inner.query(sql, arguments) }

    func prefetch(_ statements: [SQLStatement]) throws { try inner.prefetch(statements) }

    func require(_ sql: String, _ arguments: [any SQLConvertible], or failure: StorageError) throws {
        try inner.require(sql, arguments, or: failure)
    }
}
