/// A transaction that has begun, and what its first statements did.
public struct StorageBegun: Codable, Sendable {
    public let transaction: Int
    /// Those of ``StorageBegin/statements``, in their order; `nil` when none was executed.
    public let results: [StorageResult]?

    public init(_ transaction: Int, results: [StorageResult]? = nil) {
        self.transaction = transaction
        self.results = results
    }
}
