import Storage

/// Requests that several servers count together, in their database: at most so many of one origin in any span of time.
package struct RequestCounts: Sendable {
    package struct Count: Sendable, Equatable {
        /// Of the origin, in the span that ends now.
        package let requests: Int
        /// When the first of them was counted.
        package let first: Timestamp
        /// Whether there were too many already; then the request is not counted.
        package let isExceeded: Bool
    }

    private let storage: any StorageDriver
    private let clock: DatabaseClock

    /// - Returns: `nil` for a database that only this server has: it can count by itself.
    package init?(sharedIn storage: any StorageDriver) {
        guard storage.isShared else { return nil }
        self.init(storage: storage)
    }

    init(storage: any StorageDriver) {
        self.storage = storage
        clock = DatabaseClock(storage)
    }

    /// The time by which all servers count.
    package func now() async throws -> Timestamp { try await clock.now() }

    /// Counts a request.
    /// - Parameter now: That of ``now()``.
    package func take(
        _ policy: String, of origin: String, quota: Int, in span: Duration, at now: Timestamp
    ) async throws -> Count {
        try await alone { database in
            let table = Table(RequestCountRecord.self, in: database)
            try table.deleteOld(policy, of: origin, until: now - span)
            let times = try table.times(policy, of: origin)
            guard times.count < quota else {
                return Count(requests: times.count, first: times.first ?? now, isExceeded: true)
            }
            try table.insert(RequestCountRecord(id: .make(at: now), policy: policy, origin: origin, countedAt: now))
            return Count(requests: times.count + 1, first: times.first ?? now, isExceeded: false)
        }
    }

    /// Takes back the newest request of an origin.
    package func refund(_ policy: String, of origin: String) async throws {
        try await alone { try Table(RequestCountRecord.self, in: $0).deleteNewest(policy, of: origin) }
    }

    /// A transaction that is none of the request that is counted.
    private func alone<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await FirstTransaction.$current.withValue(nil) { try await storage.transaction(body) }
    }
}
