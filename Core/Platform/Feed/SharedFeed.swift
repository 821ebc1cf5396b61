import Logging
import Storage

/// Changes of servers that do not lead, on their way to the streams of events, which the server that leads sends. They are
/// written in the transaction of the change.
package struct SharedFeed: Sendable {
    /// Changes in one read.
    private static let batch = 500
    /// For which one is kept: longer than a takeover.
    private static let age = Duration.seconds(60)

    let storage: any StorageDriver
    let feed: ProjectFeed
    let interval: Duration
    let logger: Logger
    private let clock: DatabaseClock

    /// - Parameter interval: Between two reads.
    init(
        storage: any StorageDriver, feed: ProjectFeed, every interval: Duration = .milliseconds(250), logger: Logger
    ) {
        self.storage = storage
        self.feed = feed
        self.interval = interval
        self.logger = logger
        clock = DatabaseClock(storage)
    }

    /// Executes a request, and notes in its first transaction what it changes.
    package func noting<Result>(
        _ change: FeedChange, in project: ProjectID, _ execute: () async throws -> Result
    ) async throws -> Result {
        let time = try await clock.now()
        let transaction = FirstTransaction(within: .current) { _ in
        } after: { database in
            try Table(FeedChangeRecord.self, in: database).add(
                path: change.path, requestID: change.requestID ?? "", in: project, at: time)
        }
        return try await FirstTransaction.$current.withValue(transaction, operation: execute)
    }

    /// Tells what other servers have changed, until the task is cancelled. Returns at once where there are none.
    func run() async {
        guard storage.isShared else { return }
        var last: Int?
        var trimmed = ContinuousClock.now
        while !Task.isCancelled {
            do {
                last = try await tell(after: last)
                if .now - trimmed > Self.age {
                    trimmed = .now
                    let time = try await clock.now() - Self.age
                    try await storage.transaction { database in
                        try Table(FeedChangeRecord.self, in: database).deleteOld(before: time)
                        try Table(RequestCountRecord.self, in: database).deleteOld(before: time)
                    }
                }
            } catch is CancellationError { return } catch {
                logger.warning("Changes of other servers cannot be read: \(error)")
            }
            do { try await Task.sleep(for: interval) } catch { return }
        }
    }

    /// - Parameter last: The id of the last one that was told; `nil` begins with those to come.
    /// - Returns: The id of the last one that is told now.
    func tell(after last: Int?) async throws -> Int {
        guard let last else {
            return try await storage.read { try Table(FeedChangeRecord.self, in: $0).newest() }
        }
        let changes = try await storage.read {
            try Table(FeedChangeRecord.self, in: $0).all(after: last, limit: Self.batch)
        }
        for change in changes {
            feed.publish(
                .changed(
                    FeedChange(path: change.path, requestID: change.requestID.isEmpty ? nil : change.requestID)),
                in: change.project)
        }
        return changes.last?.id ?? last
    }
}
