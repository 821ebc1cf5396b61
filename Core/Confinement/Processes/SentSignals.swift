import ConfinementKernel

/// Signals that other processes send.
package enum SentSignals {
    /// Ignores signals of faults when they do not report one of this process's own, which ends it as before. Programs that
    /// are started do not inherit it.
    package static func ignore(_ numbers: [Int32]) {
        for number in numbers { _ = millrace_ignore_sent(number) }
    }
}
