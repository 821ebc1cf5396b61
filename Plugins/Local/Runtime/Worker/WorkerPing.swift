/// A sign of life that a process was asked for and has not given, and what it could do meanwhile. Times are the steady
/// clock's.
struct WorkerPing: Sendable {
    private let at: Duration
    private let first: ProcessUsage
    private var last: ProcessUsage
    private var lookedAt: Duration
    /// Time in which the process was stopped or waited for memory.
    private var heldUp = Duration.zero

    init(at time: Duration, _ usage: ProcessUsage) {
        (at, lookedAt) = (time, time)
        (first, last) = (usage, usage)
    }

    /// Looks at the process again.
    /// - Parameters:
    ///   - cpuLimit: CPU time that it may use without a sign of life.
    ///   - idleLimit: Time in which it could compute, and neither does nor gives a sign of life.
    /// - Returns: Why it is to be ended, and whose doing that is; `nil`: it may have more time.
    mutating func look(
        at time: Duration, _ usage: ProcessUsage, cpuLimit: Duration, idleLimit: Duration
    ) -> (loss: FailureOwner, reason: String)? {
        if usage.isStopped || usage.faults > last.faults { heldUp += time - lookedAt }
        (last, lookedAt) = (usage, time)
        if usage.cpu - first.cpu >= cpuLimit {
            return (.limit, "it did not respond for \(cpuLimit) of CPU time \(RuntimeLimit.cpu.named)")
        }
        let starved = usage.starved - first.starved
        if time - at - heldUp - starved >= idleLimit {
            return (.limit, "it did not respond for \(idleLimit) \(RuntimeLimit.cpu.named)")
        }
        // A new one may do better, unless it is processors that the machine lacks.
        if heldUp >= idleLimit { return (.machine, "it was stopped, or waited for memory, for \(idleLimit)") }
        return nil
    }
}
