import Confinement
import Foundation

/// Signals that say nothing to a server and would end it, since nothing handles them: it ends for SIGTERM, SIGINT,
/// SIGQUIT and SIGKILL only, and for faults of its own.
enum HarmlessSignals {
    /// Ignores them. Those of a limit that was reached have a handler instead, which programs do not inherit: theirs end
    /// them as before.
    static func ignore() {
        for number in ignored { signal(number, SIG_IGN) }
        for number in [SIGXCPU, SIGXFSZ] { signal(number) { _ in } }
        SentSignals.ignore([SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS])
    }

    private static var ignored: [Int32] {
        let everywhere = [SIGHUP, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGIO]
        #if os(Linux)
            // signal(7): 32 and 33 are the C library's own.
            return everywhere + [SIGPWR, SIGSTKFLT] + Array(34...64)
        #else
            return everywhere
        #endif
    }
}
