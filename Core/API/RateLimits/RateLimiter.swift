import Platform
import Storage
import Synchronization

/// Counts requests: at most so many of one origin in any span of a minute. Where several servers have one database they count
/// together, all but requests of an address, which each server counts for itself.
final class RateLimiter: Sendable {
    private struct Origin: Hashable {
        let policy: RateLimits.Policy
        let name: String
    }

    let limits: RateLimits
    private let counts: RequestCounts?
    private let times = Mutex<[Origin: [ContinuousClock.Instant]]>([:])

    /// Origins that are remembered before those of whom nothing counts any more are forgotten.
    private static let capacity = 10_000

    /// - Parameter counts: `nil` where there is only one server.
    init(_ limits: RateLimits, counts: RequestCounts? = nil) {
        self.limits = limits
        self.counts = counts
    }

    /// Counts a request of one of the users that all servers have in common.
    /// - Parameter policy: `nil` without a limit.
    /// - Returns: `nil` without such a limit.
    /// - Throws: `StorageError` where several servers count together.
    func count(_ policy: RateLimits.Policy?, of name: String) async throws -> RateLimitStatus? {
        guard let policy else { return nil }
        guard let counts else { return take(policy, of: name) }
        guard let quota = limits.count(policy) else { return nil }
        let now = try await counts.now()
        let count = try await counts.take(
            policy.rawValue, of: name, quota: quota, in: .seconds(RateLimits.window), at: now)
        let wait = count.first.milliseconds + Int64(RateLimits.window) * 1000 - now.milliseconds
        return RateLimitStatus(
            policy: policy, quota: quota, remaining: max(0, quota - count.requests),
            reset: max(1, Int((wait + 999) / 1000)), isExceeded: count.isExceeded)
    }

    /// Counts a request of this server's own.
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
    func refund(_ policy: RateLimits.Policy, of name: String) async {
        // What cannot be taken back counts.
        if let counts { return (try? await counts.refund(policy.rawValue, of: name)) ?? () }
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
