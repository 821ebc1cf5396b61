import GRDB

/// A transaction that waits for its turn with the writer.
protocol PendingTransaction: Sendable {
    /// Executes the statements. May run again when the commit that it was a part of failed because of another one.
    func run(in database: Database) throws

    /// Called once: after the commit, or when nothing of it is kept.
    func end(_ failure: (any Error)?)
}
