/// A process that runs, and what the runtime knows of it. Times are the steady clock's.
struct Worker: Sendable {
    enum Load: Sendable {
        case loaded
        /// The module does not load.
        case refused(message: String, lines: [Int])
        /// It ended before it was loaded.
        case ended(FailureOwner, reason: String)
    }

    let process: WorkerProcess
    let number: Int
    let startedAt: Duration
    /// The runtime's own code runs in it; nothing of the program has.
    var isReady = false
    var isLoaded = false
    /// Replays that it runs.
    var runs: Set<Int> = []
    /// Handlers that it runs, by call.
    var invocations: [Int: Invocation] = [:]
    /// What it asks of databases, by call. Nobody wants the results when it is gone, and each may take its time of the machine.
    var queries: [Int: Task<Void, Never>] = [:]
    var streams = WorkerStreams()
    var history = WorkerHistory()
    /// Since when it runs nothing.
    var idleSince: Duration?
    /// A sign of life that it was asked for and has not given.
    var ping: WorkerPing?
    /// Why it is being ended.
    var killed: (loss: FailureOwner, reason: String)?
    /// The last lines of its standard error.
    var lastPrinted: [String] = []
    var waitingForLoad: [CheckedContinuation<Load, Never>] = []
    var processId: Int32?

    var isBusy: Bool { !runs.isEmpty || !invocations.isEmpty }

    /// Why a message of the process is unexpected; `nil` if it is not.
    mutating func problem(with message: WorkerMessage) -> String? {
        if case .ready = message { return isReady ? "unexpected response: it is already ready" : nil }
        // What the runtime's own modules print.
        if case .printed = message { return nil }
        guard isReady else { return "unexpected response: it is not ready" }
        if let run = message.run {
            guard isLoaded, runs.contains(run) || history.hasGiven(run: run) else {
                return "it named the run \(run), which was not assigned to it"
            }
        }
        switch message {
        case .loaded, .refused: if isLoaded { return "unexpected response: its module was already loaded" }
        case .pong: if ping == nil { return "unexpected response: no ping was sent" }
        case .answered(let call, _, _):
            if let invocation = invocations[call], invocation.continuation == nil {
                return "it answered the request \(call) twice"
            }
        case .ready, .step, .begun, .held, .log, .printed, .cancelled, .attempted, .ended, .binding, .finished, .stream:
            break
        }
        return history.problem(with: message)
    }

    /// Of its standard error, for the message when it ends.
    private static let keptLines = 20

    mutating func printed(_ lines: [String]) { lastPrinted = (lastPrinted + lines).suffix(Self.keptLines) }

    /// Whose doing it is that the process has ended, and why.
    func cause(of end: ProcessEnd, memoryMegabytes: Int) -> (loss: FailureOwner, reason: String) {
        let explained = end.explained(by: lastPrinted, memoryMegabytes: memoryMegabytes)
        let (loss, reason) = killed ?? (explained.loss, explained.reason)
        // While nothing of the program has run.
        return (isReady || loss == .server ? loss : .machine, reason)
    }

    /// To be called when it has begun or ended something.
    mutating func noteWork(at steady: Duration) { idleSince = isBusy ? nil : steady }
}
