import Storage
import Synchronization

/// The triggers that are under way here. A provider that does not have a run may still get it from one of them; one that does not
/// have a run from before all of them never will.
final class RunStarts: Sendable {
    private struct State {
        var begun: [Int: Timestamp] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    /// - Returns: What ``end(_:)`` needs. Runs that are made from now on are of this trigger, or of a later one.
    func begin() -> Int {
        state.withLock { state in
            state.count += 1
            state.begun[state.count] = .now
            return state.count
        }
    }

    func end(_ start: Int) { state.withLock { $0.begun[start] = nil } }

    /// Nothing that is under way starts a run that was made before.
    var earliest: Timestamp {
        let now = Timestamp.now
        return state.withLock { min($0.begun.values.min() ?? now, now) }
    }
}
