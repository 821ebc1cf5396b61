import Synchronization

/// How many requests one client may make: at most so many at once, which come back evenly over a minute.
final class RequestRate: Sendable {
    private struct Allowance {
        var requests: Double
        var time: ContinuousClock.Instant
    }

    /// Clients that are remembered before those with their full allowance are forgotten.
    private static let capacity = 10_000

    /// In a minute; 0: any number.
    private let limit: Int
    private let clients = Mutex<[String: Allowance]>([:])

    init(limit: Int) { self.limit = limit }

    /// Counts a request.
    /// - Returns: Seconds after which the next one may come, if this one may not.
    func wait(_ client: String, at now: ContinuousClock.Instant = .now) -> Int? {
        guard limit > 0 else { return nil }
        return clients.withLock { clients in
            if clients.count >= Self.capacity, clients[client] == nil {
                clients = clients.filter { requests(of: $0.value, at: now) < Double(limit) }
                // Of more at a time none is worth more than another.
                if clients.count >= Self.capacity { clients.removeAll() }
            }
            let left = clients[client].map { requests(of: $0, at: now) } ?? Double(limit)
            guard left >= 1 else {
                clients[client] = Allowance(requests: left, time: now)
                return max(1, Int(((1 - left) * 60 / Double(limit)).rounded(.up)))
            }
            clients[client] = Allowance(requests: left - 1, time: now)
            return nil
        }
    }

    private func requests(of allowance: Allowance, at now: ContinuousClock.Instant) -> Double {
        let passed = (now - allowance.time) / .seconds(1)
        return min(Double(limit), allowance.requests + passed * Double(limit) / 60)
    }
}
