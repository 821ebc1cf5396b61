import Storage

/// A database that says that other servers may write to it.
package struct SharedStorage: StorageDriver {
    private let inner: any StorageDriver

    package init(_ inner: any StorageDriver) { self.inner = inner }

    package var isShared: Bool { true }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result { try await inner.read(body) }

    package func transaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result { try await inner.transaction(body) }

    package func close() {}
}
