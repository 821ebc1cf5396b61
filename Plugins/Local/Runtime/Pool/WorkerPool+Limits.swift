import Confinement
import Foundation
import PluginMessages

// What a process may take: memory, and CPU time before it gives way. A process that takes more is ended; so is, by
// the kernel, one that computes on when this server is no more.
extension WorkerPool {
    /// In which a process has its module loaded, on the slowest of machines.
    private static let loadTime = Duration.seconds(60)
    /// A process that does not answer and does not compute either is given so many times its CPU time.
    private static let idleFactor = 10
    /// As long as a process has no limit of its own yet.
    private static let shortestLease = Duration.seconds(5)

    /// Ends what runs nothing, and what runs away.
    func rest() {
        for (key, worker) in table.all {
            if worker.isLoaded, let since = worker.idleSince, since + configuration.idleTime <= steady, !worker.isBusy {
                discard(key, .server, because: "it was idle")
            } else {
                watch(key, worker)
            }
        }
    }

    /// Looks whether a process is alive, and lets it compute on.
    private func watch(_ key: String, _ worker: Worker) {
        guard let process = worker.processId, let usage = ProcessUsage(of: process) else { return }
        extendLease(of: process, used: usage.cpu)
        guard worker.isLoaded else { return watchLoading(key, worker, usage) }
        guard worker.ping != nil else {
            worker.process.send(.ping)
            table[key]?.ping = WorkerPing(at: steady, usage)
            return
        }
        let limit = configuration.unresponsiveTime
        let end = table[key]?.ping?.look(
            at: steady, usage, cpuLimit: limit, idleLimit: limit * Self.idleFactor)
        if let end { table.kill(key, end.loss, because: end.reason) }
    }

    /// A module computes, or waits for something, while it is loaded; a machine may be slow to start the process.
    private func watchLoading(_ key: String, _ worker: Worker, _ usage: ProcessUsage) {
        let elapsed = steady - worker.startedAt
        if worker.isReady, elapsed - usage.starved > Self.loadTime, !usage.isStopped {
            table.kill(key, .limit, because: "it was not loaded after \(Self.loadTime)")
        } else if elapsed > Self.loadTime * Self.idleFactor {
            table.kill(key, .machine, because: "it was not loaded after \(Self.loadTime * Self.idleFactor)")
        }
    }

    /// CPU time from now on counts for the program.
    func limitMemory(of worker: Worker) {
        guard let process = worker.processId, let base = ProcessUsage.dataBytes(of: process) else { return }
        // As much again for what is not in the heap: buffers.
        let room = configuration.memoryMegabytes * 2 << 20
        report(ConfinedProcess.limitMemory(of: process, bytes: UInt64(base + room)), "memory", process)
    }

    /// The kernel ends the process when it has computed so much longer without this server, which extends it as
    /// long as it lives.
    func extendLease(of process: Int32, used: Duration) {
        let end = used + max(Self.shortestLease, configuration.unresponsiveTime * 2)
        report(ConfinedProcess.limitCPU(of: process, seconds: UInt64(end.components.seconds)), "CPU time", process)
    }

    private func report(_ code: Int32, _ what: String, _ process: Int32) {
        // It has ended, and is heard of elsewhere.
        guard code != 0, code != ESRCH else { return }
        observer.log(.warning, "The \(what) of the process \(process) cannot be limited (\(code))")
    }
}
