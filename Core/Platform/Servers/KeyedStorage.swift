import Storage

/// A shared database whose master key may be changed while servers run: what was sealed with a key that the database does not
/// name any more is not written. The caller repeats its request, and it is sealed with the next key.
struct KeyedStorage: StorageDriver {
    let inner: any StorageDriver
    let keys: MasterKeys

    var plugin: String? { inner.plugin }

    var revision: UInt64? { inner.revision }

    var isShared: Bool { inner.isShared }

    var commits: UInt64? { inner.commits }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result { try await inner.read(body) }

    func transaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await inner.transaction { [keys] database in
            // Before the first start there is none.
            guard let sealing = keys.sealing?.id else { return try body(database) }
            try Table(KeyRotationRecord.self, in: database).require(sealing)
            return try body(KeyedConnection(inner: database, keys: keys, sealing: sealing))
        }
    }

    func close() throws { try inner.close() }
}

/// A transaction that looks at what it writes.
private struct KeyedConnection: SQLConnection {
    let inner: any SQLConnection
    let keys: MasterKeys
    /// Of the key that the transaction requires.
    let sealing: String

    var isRemote: Bool { inner.isRemote }

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
