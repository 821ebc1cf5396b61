import Platform
import Synchronization

/// How many requests wait for a server that leads: what strangers can use is bounded.
final class WaitingCount: Sendable {
    private static let most = 1_000

    private let count = Atomic(0)

    struct Place {
        fileprivate let count: WaitingCount

        func leave() { count.count.subtract(1, ordering: .relaxed) }
    }

    /// - Returns: `nil` when too many wait already.
    func enter() -> Place? {
        guard count.add(1, ordering: .relaxed).newValue <= Self.most else {
            count.subtract(1, ordering: .relaxed)
            return nil
        }
        return Place(count: self)
    }
}
