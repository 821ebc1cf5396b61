import Foundation

/// Writing to a process that has ended raises SIGPIPE, which by default ends the writer. Where nobody decided
/// otherwise it is ignored, and the write fails.
enum BrokenPipes {
    static func ignore() {
        var action = sigaction()
        guard sigaction(SIGPIPE, nil, &action) == 0, action.__sigaction_handler.sa_handler == nil else { return }
        signal(SIGPIPE, SIG_IGN)
    }
}
