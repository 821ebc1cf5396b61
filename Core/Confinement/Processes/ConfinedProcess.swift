import ConfinementKernel
import Glibc
import Synchronization

/// A process that was started. Its number is its own until ``wait()`` returns.
package final class ConfinedProcess: Sendable {
    package enum End: Sendable, Equatable {
        case exited(Int32)
        case signaled(Int32)
    }

    package let id: Int32
    private let leadsGroup: Bool
    private let hasEnded = Mutex(false)

    init(id: Int32, leadsGroup: Bool) {
        self.id = id
        self.leadsGroup = leadsGroup
    }

    /// Ends it, and what it has started in its process group. Nothing happens to a process that has ended.
    package func kill() {
        hasEnded.withLock { if !$0 { _ = Glibc.kill(leadsGroup ? -id : id, SIGKILL) } }
    }

    /// To be called once, by a thread that may wait.
    package func wait() -> End {
        _ = millrace_await(id)
        // Its number is still taken: nothing else has the group.
        kill()
        return hasEnded.withLock { hasEnded in
            hasEnded = true
            var status: Int32 = 0
            while waitpid(id, &status, 0) < 0 && errno == EINTR {}
            let signal = status & 0x7F
            return signal == 0 ? .exited((status >> 8) & 0xFF) : .signaled(signal)
        }
    }

    /// It gets SIGXCPU when it has used so much CPU time, in seconds since its start.
    /// - Returns: 0 or `errno`
    package static func limitCPU(of process: Int32, seconds: UInt64) -> Int32 { millrace_limit_cpu(process, seconds) }

    /// It can have no more writable memory of its own than that.
    /// - Returns: 0 or `errno`
    package static func limitMemory(of process: Int32, bytes: UInt64) -> Int32 { millrace_limit_data(process, bytes) }
}
