/// What a statement did and found. A row that exists already fails with `storage.duplicate`, another constraint
/// with `storage.constraint`, and what is to be repeated from its beginning with `storage.conflict`.
public struct StorageResult: Codable, Sendable {
    /// Rows that were changed.
    public let changes: Int
    public let columns: [String]
    public let rows: [[StorageValue]]
    /// The results of ``StorageStatement/more``, in their order.
    public let more: [StorageResult]?

    public init(
        changes: Int, columns: [String] = [], rows: [[StorageValue]] = [], more: [StorageResult]? = nil
    ) {
        self.changes = changes
        self.columns = columns
        self.rows = rows
        self.more = more
    }
}
