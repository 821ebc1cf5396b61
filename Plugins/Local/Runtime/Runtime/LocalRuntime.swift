import Foundation
import PluginMessages

/// Runs deployed workflows on this machine: one Deno process a deployment, a journal that knows what is done.
package actor LocalRuntime {
    let executor = RuntimeExecutor()
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let configuration: LocalConfiguration
    let journal: Journal
    let time: DeadlineClock
    let observer: LocalObserver

    var stores: ResourceStores
    /// Queues that are looked at now; `true`: to be looked at again.
    var looks: [QueueID: Bool] = [:]
    /// The messages of batches that are being delivered, by batch.
    var batches: [QueueID: [Int: [Int]]] = [:]
    /// When queues and schedules are looked at again.
    var triggersAt = 0
    /// When it is looked for runs that have been kept long enough.
    var retentionAt = 0
    /// Services whose schedules are being followed.
    var firing: Set<String> = []
    let requestRate: RequestRate
    let listener = FunctionListener()
    /// At addresses that earlier deployments have.
    var earlierListeners: [FunctionListener] = []
    /// At which functions answer.
    var port: Int?

    /// What the network is reached through; `nil` where the kernel cannot hold processes to it.
    var egress: EgressProxy?

    var live: [InstanceID: LiveInstance] = [:]
    /// Instances by their passages.
    var runs: [Int: InstanceID] = [:]
    /// By deployment.
    var workers: [String: Worker] = [:]
    /// Instances that something is done with now, and what waits for its turn with them.
    var turns: [InstanceID: [CheckedContinuation<Void, Never>]] = [:]
    var batch = CommitBatch()
    var isCommitPlanned = false
    /// A commit is planned for a little later.
    var isCompanyAwaited = false
    var alarm: Task<Void, Never>?
    var alarmAt: Int?
    /// By service.
    var logGates: [String: LogGate] = [:]
    var isClosed = false
    /// What was in memory was given up; the journal has it.
    var hasForgotten = false
    /// Why programs cannot be run now: the code that runs them could not be written.
    private(set) var shimFailure: PluginFailure?
    /// Why Deno could not be started the last time.
    var trouble: StartTrouble?
    /// How often the machine interrupted instances since a step of theirs last finished: what a machine does again and
    /// again, such as to run out of memory, is not repeated four times a second.
    var interruptions: [InstanceID: Int] = [:]
    /// Services of deployments whose files are not there, by deployment.
    var missingFiles: [String: String] = [:]
    /// Why functions cannot answer.
    var portFailure: PluginFailure?
    /// When the machine is looked at for them again, by the steady clock.
    var problemsAt = 0
    /// As the observer knows them.
    var reportedProblems: [PluginFailure] = []
    var slots: Slots
    /// No instance in memory only waits, as far as is known.
    var hasNothingDormant = false
    /// There may be instances in the journal that wait for room in memory.
    var hasBacklog = false
    private(set) var lastNumber = 0

    package init(_ configuration: LocalConfiguration, observer: LocalObserver) throws {
        self.configuration = configuration
        self.observer = observer
        time = DeadlineClock(configuration.clock)
        requestRate = RequestRate(limit: configuration.requestsPerMinute)
        slots = Slots(limit: configuration.liveInstances)
        BrokenPipes.ignore()
        stores = ResourceStores(folder: ResourceFolder(url: configuration.dataFolder.appending(path: "resources")))
        journal = try Journal(folder: configuration.dataFolder)
    }

    /// Instances that were interrupted go on.
    package func start() async throws {
        await writeShim()
        if shimFailure == nil, let command = try? DenoCommand(configuration) {
            await configuration.denoCache.compileRuntime(command, shim: configuration.shim)
        }
        await startEgress()
        try await journal.wakeInterrupted(now: now)
        try await removeRetiredDeployments()
        try await removeLeftovers()
        await listen()
        reportProblems()
        schedule(at: now)
    }

    /// Writes the code that runs programs; where that fails the alarm tries again.
    func writeShim() async {
        do {
            try await configuration.shim.write(esbuild: configuration.esbuild)
            shimFailure = nil
        } catch {
            shimFailure =
                error as? PluginFailure
                ?? PluginFailure(code: "local.shim", message: "The runtime cannot be written: \(error)")
        }
    }

    /// Lets attempts and requests that are under way end, for a while, and ends the processes. What did not end runs again
    /// after the next start.
    package func shutdown() async {
        isClosed = true
        alarm?.cancel()
        await finishWork()
        await listener.stop()
        for listener in earlierListeners { await listener.stop() }
        forgetAll(because: "the provider ends")
        await egress?.stop()
        try? await settled()
        try? journal.close()
    }

    /// Milliseconds since 1970, by which deadlines are kept.
    nonisolated var now: Int { time.now }
    nonisolated var steady: Int { configuration.clock.steady() }

    /// A number for a process or a passage.
    func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }
}

extension Duration {
    var milliseconds: Int { Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
