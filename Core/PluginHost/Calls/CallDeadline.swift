import Synchronization

/// The ends of calls that take too long. One timer serves them all: almost every call ends long before its limit,
/// and a timer of its own would cost more than the call.
final class CallDeadline: Sendable {
    /// Runs `body` and calls `onTimeout`, which makes it end, when it takes longer.
    static func limit<Value: Sendable>(
        _ duration: Duration, _ body: () async -> Value, onTimeout: @escaping @Sendable () -> Void
    ) async -> Value {
        let call = all.add(.now + duration, onTimeout)
        defer { all.remove(call) }
        return await body()
    }

    private static let all = CallDeadline()

    fileprivate struct Waiting {
        let due: ContinuousClock.Instant
        let onTimeout: @Sendable () -> Void
    }

    fileprivate struct State {
        var last: UInt64 = 0
        var waiting: [UInt64: Waiting] = [:]
        /// When the timer wakes next.
        var wake: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    private func add(_ due: ContinuousClock.Instant, _ onTimeout: @escaping @Sendable () -> Void) -> UInt64 {
        let (call, isFirst) = state.withLock { state in
            state.last += 1
            state.waiting[state.last] = Waiting(due: due, onTimeout: onTimeout)
            return (state.last, state.wakesEarlier(due))
        }
        if isFirst { wake(at: due) }
        return call
    }

    private func remove(_ call: UInt64) { state.withLock { _ = $0.waiting.removeValue(forKey: call) } }

    private func wake(at time: ContinuousClock.Instant) {
        Task {
            try? await Task.sleep(until: time, clock: .continuous)
            self.fire(time)
        }
    }

    /// - Parameter time: What it was set to; a timer that wakes a little early must not wake for nothing.
    private func fire(_ time: ContinuousClock.Instant) {
        let (late, next) = state.withLock { state in state.fire(at: max(time, .now)) }
        if let next { wake(at: next) }
        for waiting in late { waiting.onTimeout() }
    }
}

extension CallDeadline.State {
    /// - Returns: Whether the timer has to be set to `due`.
    fileprivate mutating func wakesEarlier(_ due: ContinuousClock.Instant) -> Bool {
        if let wake, wake <= due { return false }
        wake = due
        return true
    }

    /// - Returns: What is due, and when the timer has to be set again.
    fileprivate mutating func fire(
        at now: ContinuousClock.Instant
    ) -> (late: [CallDeadline.Waiting], next: ContinuousClock.Instant?) {
        // An earlier wake has done this one's work.
        guard let wake, wake <= now else { return ([], nil) }
        let late = waiting.filter { $0.value.due <= now }
        for call in late.keys { waiting[call] = nil }
        self.wake = waiting.values.map(\.due).min()
        return (Array(late.values), self.wake)
    }
}
