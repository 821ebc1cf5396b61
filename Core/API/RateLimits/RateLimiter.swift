import Synchronization

/// Counts requests: at most so many of one origin in any span of a minute.
final class RateLimiter: Sendable {
    private struct Origin: Hashable {
        let policy: RateLimits.Policy
        let name: String
    }

    let limits: RateLimits
    private let times = Mutex<[Origin: [ContinuousClock.Instant]]>([:])

    /// Origins that are remembered before those of whom nothing counts any more are forgotten.
    private static let capacity = 10_000

    init(_ limits: RateLimits) { self.limits = limits }

    /// Counts a request.
    /// - Returns: `nil` without such a limit.
    func take(_ policy: RateLimits.Policy, of name: String, at now: ContinuousClock.Instant = .now) -> RateLimitStatus?
    {
        guard let quota = limits.count(policy) else { return nil }
        let window = Duration.seconds(RateLimits.window)
        let origin = Origin(policy: policy, name: name)
        return times.withLock { times in
            if times.count >= Self.capacity, times[origin] == nil {
                times = times.filter { $0.value.last.map { $0 + window > now } == true }
            }
            // In its place in the dictionary: a copy would cost as much as the quota is large.
            let (remaining, first, isExceeded) = Self.count(&times[origin, default: []], quota, window, now)
            let wait = now.duration(to: first + window)
            return RateLimitStatus(
                policy: policy, quota: quota, remaining: remaining,
                reset: max(1, Int(wait.components.seconds) + (wait.components.attoseconds > 0 ? 1 : 0)),
                isExceeded: isExceeded)
        }
    }

    /// Takes back the newest request of an origin.
    func refund(_ policy: RateLimits.Policy, of name: String) {
        times.withLock { _ = $0[Origin(policy: policy, name: name)]?.popLast() }
    }

    private static func count(
        _ counted: inout [ContinuousClock.Instant], _ quota: Int, _ window: Duration, _ now: ContinuousClock.Instant
    ) -> (remaining: Int, first: ContinuousClock.Instant, isExceeded: Bool) {
        counted.removeFirst(counted.prefix { $0 + window <= now }.count)
        let isExceeded = counted.count >= quota
        if !isExceeded { counted.append(now) }
        return (quota - counted.count, counted.first ?? now, isExceeded)
    }
}
