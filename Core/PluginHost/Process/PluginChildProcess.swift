import Confinement
import Foundation
import Synchronization

/// A process of a plugin, which ends with the server: the thread that starts it lives as long as it does.
final class PluginChildProcess: Sendable {
    private let process: ConfinedProcess
    private let end = Mutex<ConfinedProcess.End?>(nil)
    private let ended = Latch()

    private init(_ process: ConfinedProcess) { self.process = process }

    var id: Int32 { process.id }

    /// Ends it, and what it has started in its process group.
    func kill() { process.kill() }

    /// - Throws: When the program cannot be executed, or a wall that the kernel offers cannot be put up.
    static func start(
        _ program: ConfinedProgram, _ confinement: Confinement?, input: Int32, output: Int32, error: Int32
    ) async throws(ConfinementError) -> PluginChildProcess {
        let started: Result<PluginChildProcess, ConfinementError> = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                do throws(ConfinementError) {
                    let process = try program.start(confinement, input: input, output: output, error: error)
                    let walled = PluginChildProcess(process)
                    continuation.resume(returning: .success(walled))
                    let end = process.wait()
                    walled.end.withLock { $0 = end }
                    walled.ended.open()
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try started.get()
    }

    /// Returns when it has ended. Waiting is not cancelled with the task.
    func wait() async -> ConfinedProcess.End {
        await ended.wait()
        return end.withLock { $0 } ?? .signaled(SIGKILL)
    }
}
