import Synchronization

/// What happens in the first transaction of a request besides its change, so that nothing is written between a check and the
/// change.
///
/// Tasks that the request starts inherit it: a deploy's first transaction is that of the request that asked for it, also
/// where nobody waits. What a task does besides or after its request is begun with ``without(_:)``.
package final class FirstTransaction: Sendable {
    /// That of the request that is being served.
    @TaskLocal package static var current: FirstTransaction?

    private let before: @Sendable (any SQLConnection) throws -> Void
    private let after: @Sendable (any SQLConnection) throws -> Void
    private let state = Mutex(State.pending)

    private enum State {
        case pending
        /// A transaction has taken it: others of the request do without, whichever commits first.
        case claimed
        case committed
    }

    /// - Parameters:
    ///   - outer: What happens in the same transaction, around this.
    ///   - before: Its error undoes the transaction.
    ///   - after: May run more than once, if the transaction is repeated.
    package init(
        within outer: FirstTransaction? = nil,
        before: @escaping @Sendable (any SQLConnection) throws -> Void,
        after: @escaping @Sendable (any SQLConnection) throws -> Void
    ) {
        guard let outer else {
            (self.before, self.after) = (before, after)
            return
        }
        self.before = { database in
            try outer.before(database)
            try before(database)
        }
        self.after = { database in
            try after(database)
            try outer.after(database)
        }
    }

    /// Starts what is not a part of the request: a task that goes on after it, or that others share.
    package static func without<Result>(_ body: () throws -> Result) rethrows -> Result {
        try $current.withValue(nil, operation: body)
    }

    /// Takes the part of the request's first transaction.
    /// - Returns: Whether it is still to come, and no other has taken it.
    func claim() -> Bool {
        state.withLock { state in
            guard state == .pending else { return false }
            state = .claimed
            return true
        }
    }

    /// Runs the transaction that has claimed it; when it fails the next one is the first.
    func settle<Result>(_ transaction: () async throws -> Result) async throws -> Result {
        do {
            let result = try await transaction()
            state.withLock { $0 = .committed }
            return result
        } catch {
            state.withLock { $0 = .pending }
            throw error
        }
    }

    func around<Result>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) -> @Sendable (any SQLConnection) throws -> Result {
        { [self] database in
            try before(database)
            let result = try body(database)
            try after(database)
            return result
        }
    }
}
