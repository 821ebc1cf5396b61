import Synchronization

/// Counts the calls in flight, and lets somebody wait for their end.
final class CallsInFlight: Sendable {
    private struct State {
        var count = 0
        var ended: Latch?
    }

    private let state = Mutex(State())

    func begin() { state.withLock { $0.count += 1 } }

    func end() {
        let ended = state.withLock { state in
            state.count -= 1
            return state.count == 0 ? state.ended : nil
        }
        ended?.open()
    }

    /// Returns once no call is in flight.
    func drain() async {
        let ended = state.withLock { state in
            if state.count > 0, state.ended == nil { state.ended = Latch() }
            return state.count > 0 ? state.ended : nil
        }
        await ended?.wait()
    }
}
