/// The statements that the server has parsed for a connection, by their text and the types of their arguments.
struct PreparedStatements {
    struct Key: Hashable {
        let sql: String
        let types: [UInt32]
    }

    /// The server keeps some kilobytes for each.
    private static let most = 400

    private var names: [Key: String] = [:]
    private var count = 0

    var isFull: Bool { names.count >= Self.most }

    /// The statement's name, and whether the server knows it.
    mutating func name(of key: Key) -> (name: String, isKnown: Bool) {
        // One that stands before it in the same batch is parsed first.
        if let name = names[key] ?? pending[key] { return (name, true) }
        count += 1
        pending[key] = "m\(count)"
        return ("m\(count)", false)
    }

    /// Names that were sent and not answered yet.
    private var pending: [Key: String] = [:]

    /// Before a batch: the server has not parsed what it skipped in the last one.
    mutating func beginBatch() { pending = [:] }

    /// The server has parsed it, and keeps it also when the transaction is undone.
    mutating func confirm(_ key: Key) { names[key] = pending.removeValue(forKey: key) }

    /// - Returns: The command that makes the server forget all.
    mutating func discard() -> String {
        names = [:]
        pending = [:]
        return "DEALLOCATE ALL"
    }
}
