import Storage
import Synchronization

/// Keys that were looked up lately, by their hash, so that a request need not ask the database who it is from.
final class KeyCache: Sendable {
    struct Entry: Sendable {
        let caller: Caller
        let expiresAt: Timestamp?
        /// From when the database is asked again, which notes the key's use, too.
        let staleAt: Timestamp
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// How often something was forgotten.
        var generation = 0
    }

    /// Some 300 bytes each.
    private static let capacity = 10_000

    private let state = Mutex(State())

    /// What is known, or the generation that a look-up has to be stored with.
    func find(_ hash: String, at time: Timestamp) -> (entry: Entry?, generation: Int) {
        state.withLock { state in
            let entry = state.entries[hash].flatMap { time < $0.staleAt ? $0 : nil }
            return (entry, state.generation)
        }
    }

    /// Keeps what was looked up, unless something was forgotten since: it may have been this.
    func store(_ entry: Entry, hash: String, generation: Int) {
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.entries.count >= Self.capacity { state.entries.removeAll(keepingCapacity: true) }
            state.entries[hash] = entry
        }
    }

    /// After anything that ends keys has been committed.
    func forgetAll() {
        state.withLock { state in
            state.entries.removeAll(keepingCapacity: true)
            state.generation += 1
        }
    }
}
