import Foundation
import Glibc

/// The standard input of a process that the server starts for a plugin: the server holds its other end as long as it
/// lives. Nobody but the process itself could end a plugin that hangs when the server is gone.
package struct Lifeline: Sendable {
    let descriptor: Int32

    /// Takes it, and leaves the plugin nothing of the server's: what it reads is empty, and what it prints goes to
    /// standard error.
    package init() {
        descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
        let nothing = open("/dev/null", O_RDONLY)
        dup2(nothing, STDIN_FILENO)
        dup2(STDERR_FILENO, STDOUT_FILENO)
    }

    /// Two connected ends; the second is for a process to inherit.
    static func pair() -> (Int32, Int32)? {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            return nil
        }
        return (ends[0], ends[1])
    }

    /// From now on the process ends with the server. A plugin that closes every file does not stop the thread that
    /// waits.
    package func watch() {
        Thread.detachNewThread {
            // That the other end is closed is told unasked.
            var entry = pollfd(fd: descriptor, events: 0, revents: 0)
            while poll(&entry, 1, -1) < 0 && errno == EINTR {}
            Self.end()
        }
    }

    /// Ends this process and what the plugin started.
    static func end() -> Never {
        // Only its own group: somebody may have started the process by hand.
        if getpgrp() == getpid() {
            kill(0, SIGKILL)
            // A confined process may signal itself only, and has started nothing.
            kill(getpid(), SIGKILL)
        }
        _exit(0)
    }
}
