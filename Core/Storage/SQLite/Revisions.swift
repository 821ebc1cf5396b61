import Synchronization

/// Counts what is committed to a database that nobody else writes to.
final class Revisions: Sendable {
    private struct State {
        var underWay = 0
        var count: UInt64 = 0
    }

    private let state = Mutex(State())

    /// `nil` while a transaction is under way: some readers may see what it did before the one who asked for it knows.
    var current: UInt64? { state.withLock { $0.underWay == 0 ? $0.count : nil } }

    func begin() { state.withLock { $0.underWay += 1 } }

    /// Whether it was committed or not.
    func end() {
        state.withLock { state in
            state.underWay -= 1
            state.count += 1
        }
    }
}
