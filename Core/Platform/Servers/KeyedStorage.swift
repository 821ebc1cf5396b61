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
