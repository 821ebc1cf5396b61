import Foundation
import HTTPFraming
import PluginMessages
import Values

/// Runs deployed workflows on this machine: one Deno process a deployment, a journal that knows what is done.
///
/// Its parts keep the rules of what they hold, without I/O; the runtime does what they decide, on one thread.
package actor LocalRuntime {
    let executor = RuntimeExecutor()
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let configuration: LocalConfiguration
    let journal: Journal
    let time: DeadlineClock
    let observer: LocalObserver
    let counters = RuntimeCounters()
    let serviceLogs = ServiceLogBuffer()

    var stores: ResourceStores
    let memory: BindingMemory
    let requestRate: RequestRate
    /// To functions, at all their addresses.
    let connections: ConnectionCounts
    let connectionLog: ConnectionLimitLog
    let listener = FunctionListener()
    /// At addresses that earlier deployments have.
    var earlierListeners: [FunctionListener] = []
    /// At which functions answer.
    var port: Int?
    /// What the network is reached through; `nil` where the kernel cannot hold processes to it.
    var egress: EgressProxy?

    var workers = WorkerPool()
    var live: LiveInstances
    /// What is done with an instance waits for what was begun with it before.
    let instanceQueue = SerialQueue<InstanceID>()
    var commits = CommitScheduler()
    var triggers = TriggerState()
    var queued = QueuedRuns()
    var problems = MachineProblems()
    var programLog: ProgramLog
    var masks = SecretMasks()
    var alarm = Alarm()
    var clockCorrections = ClockCorrections()
    var retention = RetentionSchedule()
    var isClosed = false
    /// What was in memory was given up; the journal has it.
    var hasForgotten = false
    private(set) var lastNumber = 0

    package init(_ configuration: LocalConfiguration, observer: LocalObserver) throws {
        self.configuration = configuration
        self.observer = observer
        time = DeadlineClock(configuration.clock)
        memory = BindingMemory(
            limit: configuration.resources.callMegabytes << 20, total: configuration.resources.totalCallMegabytes << 20,
            counters: counters)
        requestRate = RequestRate(limit: configuration.requestsPerMinute)
        connections = ConnectionCounts(
            limit: configuration.functionConnections, clientLimit: configuration.clientConnections)
        connectionLog = ConnectionLimitLog(counters) { observer.log(.warning, $0) }
        live = LiveInstances(limit: configuration.liveInstances)
        programLog = ProgramLog(observer, counters)
        BrokenPipes.ignore()
        stores = ResourceStores(
            folder: ResourceFolder(url: configuration.dataFolder.appending(path: "resources")),
            limits: configuration.resources)
        journal = try Journal(folder: configuration.dataFolder)
    }

    /// Instances that were interrupted go on.
    package func start() async throws {
        await writeShim()
        if problems.shim == nil, let command = try? DenoCommand(configuration) {
            await configuration.denoCache.compileRuntime(command, shim: configuration.shim)
        }
        await startEgress()
        try await followClockOfLastServer()
        try await endChildren(of: nil)
        try await journal.wakeInterrupted(now: now)
        try await removeRetiredDeployments()
        try await removeLeftovers()
        await listen()
        reportProblems()
        schedule(at: now)
        Task { await checkJournal() }
    }

    /// Writes the code that runs programs; where that fails the alarm tries again.
    func writeShim() async {
        do {
            try await configuration.shim.write(esbuild: configuration.esbuild)
            problems.shim = nil
        } catch {
            problems.shim =
                error as? PluginFailure
                ?? PluginFailure(code: "local.shim", message: "The runtime cannot be written: \(error)")
        }
    }

    /// Lets attempts and requests that are under way end, for a while, and ends the processes. What did not end runs again
    /// after the next start.
    /// - Parameter time: Until the server ends; `nil`: not known.
    package func shutdown(within time: Duration? = nil) async {
        isClosed = true
        alarm.cancel()
        await finishWork(within: time)
        await listener.stop()
        for listener in earlierListeners { await listener.stop() }
        forgetAll(because: "the provider ends")
        await egress?.stop()
        try? await settled()
        await saveClock()
        try? journal.close()
    }

    /// By which deadlines are kept.
    nonisolated var now: Timestamp { time.now }
    nonisolated var steady: Duration { configuration.clock.steady() }

    /// A number for a process or a replay.
    func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }
}
