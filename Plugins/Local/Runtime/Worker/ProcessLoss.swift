/// Why a process is gone, as far as it says something about what it ran.
enum ProcessLoss: Sendable, Equatable {
    /// The runtime ended it for reasons of its own.
    case stopped
    /// Someone else killed it: the kernel, a person.
    case killed
    /// It took more than it may: the reason says what.
    case excess
    /// It ended by itself.
    case crashed
}
