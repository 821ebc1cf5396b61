import Synchronization

/// Connections that a limit refused or ended, in the metrics and, as anybody may open any number, now and then in the server's
/// log.
final class ConnectionLimitLog: Sendable {
    private struct Entry {
        var since: ContinuousClock.Instant
        var omitted = 0
    }

    /// Between two lines about the same limit.
    private static let interval = Duration.seconds(60)

    private let counters: RuntimeCounters
    private let log: @Sendable (String) -> Void
    private let entries = Mutex<[RuntimeLimit: Entry]>([:])

    /// - Parameter log: Called with lines for operators.
    init(_ counters: RuntimeCounters, log: @escaping @Sendable (String) -> Void) {
        self.counters = counters
        self.log = log
    }

    /// - Parameters:
    ///   - limit: Whose setting is added to the line.
    ///   - line: What happened.
    func note(_ limit: RuntimeLimit, _ line: String, at now: ContinuousClock.Instant = .now) {
        counters.limited(by: limit)
        let omitted: Int? = entries.withLock { entries in
            if let entry = entries[limit], now - entry.since < Self.interval {
                entries[limit]?.omitted += 1
                return nil
            }
            return entries.updateValue(Entry(since: now), forKey: limit)?.omitted ?? 0
        }
        guard let omitted else { return }
        let line = "\(line) \(limit.named)"
        log(omitted == 0 ? line : "\(line); \(omitted) more since the last such line")
    }
}
