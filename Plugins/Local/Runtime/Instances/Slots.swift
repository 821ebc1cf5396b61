/// Places for instances in memory, in fair turns of the connections.
///
/// A connection begins another instance only while it has few in relation to what is free: one alone has most of the
/// places, and another that comes finds room at once, however many instances of the first are stuck.
struct Slots: Sendable {
    /// Instances of a connection for each place that is left free.
    private static let share = 4

    let limit: Int
    private var used: [String: Int] = [:]
    private(set) var count = 0

    init(limit: Int) { self.limit = limit }

    var free: Int { max(0, limit - count) }

    func hasRoom(for connection: String) -> Bool {
        guard free > 0 else { return false }
        let used = used[connection] ?? 0
        return used == 0 || used < free * Self.share
    }

    mutating func take(for connection: String) {
        used[connection, default: 0] += 1
        count += 1
    }

    mutating func release(for connection: String) {
        guard let current = used[connection] else { return }
        used[connection] = current > 1 ? current - 1 : nil
        count -= 1
    }

    mutating func releaseAll() {
        used = [:]
        count = 0
    }
}
