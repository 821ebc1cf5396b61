import Faults
import GRDB
import Synchronization

/// Group commit: transactions that arrive while the disk is waited for share the next commit. Each sees what those before
/// it wrote, fails by itself, and is answered after the commit.
final class CommitQueue: Sendable {
    private struct State {
        var waiting: [any PendingTransaction] = []
        var isRunning = false
        var commits: UInt64 = 0
    }

    /// More would delay the first of them.
    private static let mostInACommit = 256

    private static let closed = StorageError.unavailable("it is closed.")

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(_ pool: DatabasePool) { self.pool = pool }

    /// Those that wrote something.
    var commits: UInt64 { state.withLock { $0.commits } }

    func add(_ transaction: any PendingTransaction) {
        let begins = state.withLock { state in
            state.waiting.append(transaction)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if begins { pool.asyncWriteWithoutTransaction { self.commitAll(in: $0) } }
    }

    private func commitAll(in database: Database) {
        while let group = next() { commit(group, in: database) }
    }

    private func next() -> [any PendingTransaction]? {
        state.withLock { state in
            let group = Array(state.waiting.prefix(Self.mostInACommit))
            state.waiting.removeFirst(group.count)
            state.isRunning = !group.isEmpty
            return group.isEmpty ? nil : group
        }
    }

    private func commit(_ group: [any PendingTransaction], in database: Database) {
        // Closed since the group began to wait: SQLite's functions may not be called.
        guard database.sqliteConnection != nil else {
            for transaction in group { transaction.end(Self.closed) }
            return
        }
        var failures: [Int: any Error] = [:]
        let changes = database.totalChangesCount
        do {
            try database.run("BEGIN IMMEDIATE")
            for (place, transaction) in group.enumerated() {
                do { try run(transaction, in: database, alone: group.count == 1) } catch {
                    failures[place] = error
                    guard group.count > 1, database.isInsideTransaction else { throw error }
                }
            }
            try Fault.pass(.storageCommit)
            try database.run("COMMIT")
            Fault.reach(.storageCommitted)
        } catch {
            if database.isInsideTransaction { try? database.rollback() }
            return fail(group, failures, because: error, in: database)
        }
        if database.totalChangesCount != changes { state.withLock { $0.commits += 1 } }
        for (place, transaction) in group.enumerated() { transaction.end(failures[place]) }
    }

    /// - Throws: What `transaction` throws, whose changes are undone.
    private func run(_ transaction: any PendingTransaction, in database: Database, alone: Bool) throws {
        guard !alone else { return try transaction.run(in: database) }
        try database.run("SAVEPOINT one")
        do { try transaction.run(in: database) } catch {
            // SQLite itself undoes everything when the disk is full, among others.
            if database.isInsideTransaction {
                try database.run("ROLLBACK TO one")
                try database.run("RELEASE one")
            }
            throw error
        }
        try database.run("RELEASE one")
    }

    /// Nothing of a group is kept.
    private func fail(
        _ group: [any PendingTransaction], _ failures: [Int: any Error], because error: any Error, in database: Database
    ) {
        let failure = (error as? DatabaseError).map(StorageError.init) ?? error
        // One that leaves rows that refer to nothing fails at the commit, and fails alone.
        if case StorageError.constraint = failure, group.count > 1 {
            for transaction in group { commit([transaction], in: database) }
            return
        }
        for (place, transaction) in group.enumerated() { transaction.end(failures[place] ?? failure) }
    }
}
