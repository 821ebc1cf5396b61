import Storage
import Synchronization

/// What is being sent, by organization: none keeps the others waiting, however much it has to send.
final class WebhookLoad: Sendable {
    private struct State {
        var counts: [OrganizationID: Int] = [:]
        /// The organization that was served last.
        var last: OrganizationID?
    }

    private let most: Int
    private let mostEach: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - most: Requests at a time.
    ///   - mostEach: Of one organization.
    init(most: Int = 32, mostEach: Int = 8) {
        self.most = most
        self.mostEach = mostEach
    }

    var isIdle: Bool { state.withLock { $0.counts.isEmpty } }

    /// Divides what is free among organizations, one place each in turn, beginning after the one that was served last.
    /// - Parameter waiting: Organizations with something due, in order.
    func places(for waiting: [OrganizationID]) -> [OrganizationID: Int] {
        state.withLock { state in
            var free = most - state.counts.values.reduce(0, +)
            let start = state.last.flatMap { last in waiting.firstIndex { $0.text > last.text } } ?? 0
            let turns = waiting[start...] + waiting[..<start]
            var places: [OrganizationID: Int] = [:]
            var isFull = false
            while free > 0, !isFull {
                isFull = true
                for organization in turns where free > 0 {
                    let taken = places[organization, default: 0]
                    guard state.counts[organization, default: 0] + taken < mostEach else { continue }
                    places[organization] = taken + 1
                    free -= 1
                    isFull = false
                    state.last = organization
                }
            }
            return places
        }
    }

    func begin(_ organization: OrganizationID) { state.withLock { $0.counts[organization, default: 0] += 1 } }

    func end(_ organization: OrganizationID) {
        state.withLock { state in
            let left = state.counts[organization, default: 1] - 1
            state.counts[organization] = left > 0 ? left : nil
        }
    }
}
