import Synchronization

/// What happens in the first transaction of a request besides its change, so that nothing is written between a check and the
/// change.
package final class FirstTransaction: Sendable {
    /// That of the request that is being served.
    @TaskLocal package static var current: FirstTransaction?

    private let before: @Sendable (any SQLConnection) throws -> Void
    private let after: @Sendable (any SQLConnection) throws -> Void
    private let isCommitted = Mutex(false)

    /// - Parameters:
    ///   - before: Its error undoes the transaction.
    ///   - after: May run more than once, if the transaction is repeated.
    package init(
        before: @escaping @Sendable (any SQLConnection) throws -> Void,
        after: @escaping @Sendable (any SQLConnection) throws -> Void
    ) {
        self.before = before
        self.after = after
    }

    /// Whether the request's first transaction is still to come.
    var isPending: Bool { isCommitted.withLock { !$0 } }

    func commit() { isCommitted.withLock { $0 = true } }

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
