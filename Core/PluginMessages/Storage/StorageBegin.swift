/// `storage.begin`: a transaction is to begin. The answer is ``StorageBegun``.
public struct StorageBegin: Codable, Sendable {
    /// The ``StorageDefinition``'s.
    public let driver: String
    /// Whether it writes: then it sees, and keeps, what all that wrote before it have done.
    public let writes: Bool
    /// What is executed as soon as it has begun, one after the other. When one fails, the transaction is undone, and has not
    /// begun. A plugin that does not know the member begins a transaction, and is sent the statements after that.
    public let statements: [StorageQuery]?

    public init(driver: String, writes: Bool, statements: [StorageQuery]? = nil) {
        self.driver = driver
        self.writes = writes
        self.statements = statements
    }
}
