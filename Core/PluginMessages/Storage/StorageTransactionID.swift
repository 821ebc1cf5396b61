/// A transaction that has begun; `storage.commit` and `storage.rollback` end it.
public struct StorageTransactionID: Codable, Sendable, Hashable {
    public let transaction: Int

    public init(_ transaction: Int) { self.transaction = transaction }
}
