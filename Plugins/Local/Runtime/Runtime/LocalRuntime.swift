import PluginMessages

/// Runs deployed workflows on this machine: one Deno process a deployment, a journal that knows what is done.
///
/// It makes the parts that do so, which share its one thread, and passes on to them what the host asks for.
package actor LocalRuntime: RuntimePart {
    package nonisolated var unownedExecutor: UnownedSerialExecutor { context.executor.asUnownedSerialExecutor() }

    nonisolated let context: RuntimeContext
    let workers: WorkerPool
    let instances: InstanceScheduler
    let runs: RunOperations
    let queues: QueueDispatcher
    let schedules: CronDispatcher
    let bindings: BindingServer
    let functions: FunctionServer
    let deployments: DeploymentRegistry
    let timekeeper: Timekeeper

    package init(_ configuration: LocalConfiguration, observer: LocalObserver) throws {
        BrokenPipes.ignore()
        let context = try RuntimeContext(configuration, observer: observer)
        let reference = RuntimeReference()
        let problems = ProblemReports(context)
        let keeping = PartTasks(reference) { $0.timekeeper }
        let alarm = RuntimeAlarm(context) { try? await keeping.run { await $0.ring() } }
        let workers = WorkerPool(context, problems, ProgramOutput(context), PartTasks(reference) { $0.workers })
        let instances = InstanceScheduler(
            context, workers: workers,
            commits: CommitLog(context, problems, PartTasks(reference) { $0.instances.commits }), alarm: alarm,
            PartTasks(reference) { $0.instances })
        let runs = RunOperations(context, instances)
        let queues = QueueDispatcher(context, workers, alarm, PartTasks(reference) { $0.queues })
        let schedules = CronDispatcher(context, workers, alarm, PartTasks(reference) { $0.schedules })
        let bindings = BindingServer(context, runs, queues, PartTasks(reference) { $0.bindings })
        let functions = FunctionServer(context, workers, PartTasks(reference) { $0.functions })
        workers.delegate = instances
        workers.bindings = bindings
        instances.commits.follower = instances
        self.context = context
        self.workers = workers
        self.instances = instances
        self.runs = runs
        self.queues = queues
        self.schedules = schedules
        self.bindings = bindings
        self.functions = functions
        deployments = DeploymentRegistry(context, runs, functions, .init(queues: queues, schedules: schedules))
        timekeeper = Timekeeper(context, runs, queues, schedules, functions)
        reference.set(self)
    }

    /// Instances that were interrupted go on.
    package func start() async throws {
        let problems = workers.problems
        await problems.writeShim()
        if problems.hasShim, let command = try? DenoCommand(configuration) {
            await configuration.denoCache.compileRuntime(command, shim: configuration.shim)
        }
        await workers.egress.start()
        try await timekeeper.followClockOfLastServer()
        try await runs.endChildren(of: nil)
        try await journal.wakeInterrupted(now: now)
        try await deployments.removeRetiredDeployments()
        try await deployments.removeLeftovers()
        await functions.listen()
        problems.report()
        instances.alarm.schedule(at: now)
        Task { await workers.problems.checkJournal() }
    }

    /// Lets attempts and requests that are under way end, for a while, and ends the processes. What did not end runs again
    /// after the next start.
    /// - Parameter time: Until the server ends; `nil`: not known.
    package func shutdown(within time: Duration? = nil) async {
        context.close()
        instances.alarm.cancel()
        await instances.finishWork(within: time)
        await functions.stop()
        instances.forgetAll(because: "the provider ends")
        await workers.egress.stop()
        try? await instances.commits.settled()
        await timekeeper.saveClock()
        try? journal.close()
    }
}
