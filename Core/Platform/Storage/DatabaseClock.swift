import Storage
import Synchronization

/// The clock of a database that several servers share: clocks of servers may differ by minutes, and what one has noted is
/// compared with what another one has.
package final class DatabaseClock: Sendable {
    private struct Reading {
        let time: Timestamp
        let readAt: ContinuousClock.Instant
    }

    /// After which it is read again: clocks of machines drift.
    private static let freshness = Duration.seconds(60)

    private let storage: any StorageDriver
    private let steady: @Sendable () -> ContinuousClock.Instant
    private let reading = Mutex<Reading?>(nil)

    package init(
        _ storage: any StorageDriver, steady: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.storage = storage
        self.steady = steady
    }

    package func now() async throws -> Timestamp {
        let last = reading.withLock { $0 }
        if let last, steady() - last.readAt < Self.freshness { return last.time + (steady() - last.readAt) }
        let time = try await FirstTransaction.$current.withValue(nil) {
            try await storage.read { try $0.currentTime() }
        }
        let current = Reading(time: time ?? .now, readAt: steady())
        reading.withLock { $0 = current }
        return current.time
    }
}

extension SQLConnection {
    /// - Returns: `nil` for a database that writes times in another form than PostgreSQL and SQLite.
    fileprivate func currentTime() throws -> Timestamp? {
        let row = try query("SELECT CAST(CURRENT_TIMESTAMP AS TEXT) AS moment", []).first
        let text: String? = try row?["moment"]
        return text.flatMap(Timestamp.init(sql:))
    }
}

extension Timestamp {
    /// - Parameter text: `2026-03-29 10:00:00`, with a fraction of a second and an offset of whole hours or without.
    init?(sql text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let isPlain = !parts[1].contains { $0 == "+" || $0 == "-" }
        let hasMinutes = parts[1].dropLast(3).contains { $0 == "+" || $0 == "-" }
        self.init(rfc3339: "\(parts[0])T\(parts[1])\(isPlain ? "Z" : hasMinutes ? "" : ":00")")
    }
}
