/// A process that runs, and what the runtime knows of it. Times are the steady clock's.
struct Worker: Sendable {
    enum Load: Sendable {
        case loaded
        /// The module does not load.
        case refused(message: String, lines: [Int])
        case ended(reason: String)
    }

    struct Ping: Sendable {
        let at: Duration
        /// CPU time that the process had used.
        let cpu: Duration
        /// Pages that the process had waited for.
        let faults: Int
    }

    let process: WorkerProcess
    let number: Int
    let startedAt: Duration
    /// The runtime's own code runs in it; nothing of the program has.
    var isReady = false
    var isLoaded = false
    /// Passages that it runs.
    var runs: Set<Int> = []
    /// Handlers that it runs, by call.
    var invocations: [Int: Invocation] = [:]
    var streams = WorkerStreams()
    /// Since when it runs nothing.
    var idleSince: Duration?
    /// When it was asked for a sign of life that it has not given, and the CPU time that it had used then.
    var ping: Ping?
    /// Why it is being ended.
    var killed: (loss: ProcessLoss, reason: String)?
    /// The last lines of its standard error.
    var lastPrinted: [String] = []
    var waitingForLoad: [CheckedContinuation<Load, Never>] = []
    var processId: Int32?

    var isBusy: Bool { !runs.isEmpty || !invocations.isEmpty }

    /// Why a message of the process is unexpected; `nil` if it is not.
    func problem(with message: WorkerMessage) -> String? {
        switch message {
        case .ready: isReady ? "unexpected response: it is already ready" : nil
        case .loaded, .refused: isLoaded ? "unexpected response: its module was already loaded" : nil
        case .pong: ping == nil ? "unexpected response: no ping was sent" : nil
        case .step, .begun, .held, .log, .cancelled, .attempted, .ended, .binding, .answered, .finished, .stream: nil
        }
    }

    /// Of its standard error, for the message when it ends.
    private static let keptLines = 20

    mutating func printed(_ lines: [String]) { lastPrinted = (lastPrinted + lines).suffix(Self.keptLines) }

    /// Whose doing it is that the process has ended, and why.
    func cause(of end: ProcessEnd, memoryMegabytes: Int) -> (loss: ProcessLoss, reason: String) {
        let explained = end.explained(by: lastPrinted, memoryMegabytes: memoryMegabytes)
        let (loss, reason) = killed ?? (explained.loss, explained.reason)
        // While nothing of the program has run.
        return (isReady || loss == .server ? loss : .machine, reason)
    }

    /// To be called when it has begun or ended something.
    mutating func noteWork(at steady: Duration) { idleSince = isBusy ? nil : steady }
}
