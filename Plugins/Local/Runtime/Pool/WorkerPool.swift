import PluginMessages

/// The processes of deployments: starts them, ends them, and passes on what they report.
final class WorkerPool: RuntimePart {
    static let closed = PluginFailure(
        .closed, message: "The provider is shutting down.", retryable: true)

    let context: RuntimeContext
    let problems: ProblemReports
    let output: ProgramOutput
    let egress: EgressGateway
    let tasks: PartTasks<WorkerPool>
    weak var delegate: (any WorkerPoolDelegate)?
    weak var bindings: (any BindingResponder)?
    var table = WorkerTable()
    /// Of deployments that have processes.
    private var prints: [String: PrintLimit] = [:]

    init(
        _ context: RuntimeContext, _ problems: ProblemReports, _ output: ProgramOutput, _ tasks: PartTasks<WorkerPool>
    ) {
        self.context = context
        self.problems = problems
        self.output = output
        self.tasks = tasks
        egress = EgressGateway(context)
    }

    /// The process with that key.
    subscript(key: String) -> Worker? {
        get { table[key] }
        _modify { yield &table[key] }
    }

    /// The process with that key, if it is still the one of that number.
    func worker(_ key: String, _ number: Int) -> Worker? { table.worker(key, number) }

    var processIds: [Int32] { table.processIds }
    var hasInvocations: Bool { table.hasInvocations }

    func hasInvocations(of deploymentId: String) -> Bool { table.hasInvocations(of: deploymentId) }

    /// How many instances of a deployment have a process of their own.
    func separateCount(of deploymentId: String) -> Int { table.separateCount(of: deploymentId) }

    /// Starts the process of a deployment unless it runs.
    func start(_ deployment: LocalDeployment) throws(PluginFailure) {
        guard table[deployment.worker] == nil else { return }
        guard !isClosed else { throw Self.closed }
        if let refusal = problems.refusal { throw refusal }
        try problems.requireFiles(of: deployment)
        try requireProcess(for: deployment)
        let egress = egress.admit(deployment)
        let command = try DenoCommand(configuration, egress: egress)
        let folder = configuration.folder(of: deployment.id)
        let number = nextNumber()
        let receive: @Sendable (WorkerProcess.Event) -> Void = tasks.callback { pool, event in
            pool.handle(event.masked(by: pool.output.mask(of: deployment)), from: deployment, number)
        }
        let process: WorkerProcess
        do {
            process = try WorkerProcess(
                command, shim: configuration.shim, folder: folder, on: context.executor,
                prints: printLimit(of: deployment.id)
            ) { event in
                if case .ended = event, let (proxy, token) = egress { proxy.dismiss(token) }
                receive(event)
            }
        } catch { throw PluginFailure(.process, message: "Deno cannot be started: \(error)") }
        table[deployment.worker] = Worker(process: process, number: number, startedAt: steady)
        process.send(
            .load(
                .init(
                    token: process.token.text, service: deployment.service, module: folder.address,
                    folder: folder.url.absoluteString,
                    className: deployment.className,
                    environment: deployment.environment, bindings: deployment.bindings,
                    usesNodeModules: deployment.usesNodeModules,
                    headers: configuration.headers, proxy: deployment.usesSockets ? command.proxyURL : nil)))
    }

    private func printLimit(of deployment: String) -> PrintLimit {
        if let limit = prints[deployment] { return limit }
        // A deployment that begins again to print begins with its burst.
        prints = prints.filter { !table.keys(of: $0.key).isEmpty }
        let limit = PrintLimit(linesPerSecond: configuration.printsPerSecond, counters: counters)
        prints[deployment] = limit
        return limit
    }

    /// Ends a process, if it has not ended; its instances lose their replays.
    func discard(_ key: String, _ loss: FailureOwner, because reason: String) {
        let hasInvocations = table[key]?.invocations.isEmpty == false
        guard let worker = table.remove(key, loss, because: reason) else { return }
        delegate?.ended(worker, hasInvocations: hasInvocations, loss, because: reason)
    }

    /// Ends all processes of a deployment.
    func discardAll(of deploymentId: String, because reason: String) {
        for key in table.keys(of: deploymentId) { discard(key, .server, because: reason) }
    }

    /// Ends all processes; nobody is told.
    func removeAll(because reason: String) {
        for key in table.keys { _ = table.remove(key, .server, because: reason) }
    }

    /// Ends a process with former secrets when nothing is under way in it.
    func discardIfOutdated(_ key: String) {
        guard table.isOutdated(key), table[key]?.isBusy == false else { return }
        discard(key, .server, because: "the deployment's secrets have changed")
    }

    /// Processes of a deployment get no replays any more: its secrets have changed.
    func outdate(_ deploymentId: String) {
        table.outdate(deploymentId)
        for key in table.keys(of: deploymentId) { discardIfOutdated(key) }
    }

    func isOutdated(_ key: String) -> Bool { table.isOutdated(key) }
}

// Replays.
extension WorkerPool {
    func beginReplay(_ run: Int, in key: String) { table.beginReplay(run, in: key, steady: steady) }

    /// The process forgets the replay.
    func endReplay(_ run: Int, in key: String) { table.endReplay(run, in: key, steady: steady) }

    /// A replay begins no step by itself from now on, or does again.
    func hold(_ isHeld: Bool, _ run: Int, _ worker: Worker) {
        if worker.isLoaded {
            worker.process.send(.hold(run: run, isHeld))
        } else if isHeld {
            // It has begun nothing at all.
            delegate?.held(run)
        }
    }

    /// Sends answers to the process with that key, which is no longer the one that asked if it is another.
    func send(_ answers: [CommitBatch.Answer], to key: String) {
        guard let worker = table[key] else { return }
        worker.process.send(answers.lazy.filter { $0.worker == worker.number }.map(\.message))
    }

    func kill(_ key: String, _ loss: FailureOwner, because reason: String) { table.kill(key, loss, because: reason) }
}
