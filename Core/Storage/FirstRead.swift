import Synchronization

/// What else is read in the first read of a request, of the same state of the database.
///
/// Tasks that the request starts inherit it; whichever reads first has it.
package final class FirstRead: Sendable {
    /// That of the request that is being served.
    @TaskLocal package static var current: FirstRead?

    private let also: @Sendable (any SQLConnection) throws -> Void
    private let isTaken = Mutex(false)

    /// - Parameter also: Reads after what the request reads: rows that this has prefetched need no other round trip. May run more
    ///   than once, if the read is repeated.
    package init(_ also: @escaping @Sendable (any SQLConnection) throws -> Void) { self.also = also }

    /// Takes the part of the request's first read.
    /// - Returns: Whether it is still to come.
    func claim() -> Bool {
        isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }

    func with<Result>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) -> @Sendable (any SQLConnection) throws -> Result {
        { [also] database in
            let result = try body(database)
            try also(database)
            return result
        }
    }
}
