import Foundation

/// Whose doing it is that a process is gone.
enum ProcessLoss: Sendable, Equatable {
    /// The runtime ended it for reasons of its own.
    case server
    /// It could not run on this machine, or somebody else ended it. What it ran is tried again and never counted.
    case machine
    /// What it ran exceeded a limit; the reason names it.
    case limit
    /// What it ran ended it: it counts as a try.
    case program

    /// - Parameter signal: The signal that ended the process.
    init(signal: Int32) {
        switch signal {
        case SIGXCPU: self = .limit
        // What a program can bring the process to: out of memory, a stack that ends, a fault in the engine.
        case SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP: self = .program
        // Programs have no permission to send any: the kernel, a service manager, a person.
        default: self = .machine
        }
    }
}
