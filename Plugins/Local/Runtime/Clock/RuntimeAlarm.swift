import Values

/// Has a runtime look for what is due, at the earliest of the times that its parts ask for.
final class RuntimeAlarm: RuntimePart {
    let context: RuntimeContext
    private let ring: @Sendable () async -> Void
    private var alarm = Alarm()

    /// - Parameter ring: Called from any thread.
    init(_ context: RuntimeContext, ring: @escaping @Sendable () async -> Void) {
        self.context = context
        self.ring = ring
    }

    /// After which the clock is read again, whatever there is to do.
    var longestNap: Duration { min(configuration.longestNap, max(configuration.idleTime, .milliseconds(10))) }

    /// Something is to be done at that time.
    func schedule(at time: Timestamp) {
        guard !isClosed else { return }
        alarm.set(to: time, now: now, longest: longestNap, ring)
    }

    /// It rings: nothing cancels the task that does, and it can be set again.
    func rang() { alarm.rang() }

    func cancel() { alarm.cancel() }
}
