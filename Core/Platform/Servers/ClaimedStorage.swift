import Storage

/// A shared database, for as long as this server is the one that works on it: each transaction that writes checks that no
/// other has taken over.
struct ClaimedStorage: StorageDriver {
    let inner: any StorageDriver
    let epoch: Int

    var plugin: String? { inner.plugin }

    var isShared: Bool { inner.isShared }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result { try await inner.read(body) }

    func transaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await inner.transaction { [epoch] database in
            try Table(ServerRecord.self, in: database).require(epoch)
            return try body(database)
        }
    }

    func close() throws { try inner.close() }
}
