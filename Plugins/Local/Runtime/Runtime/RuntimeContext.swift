import PluginMessages
import Synchronization
import Values

/// What all parts of a runtime share: settings, the journal, the time, and who learns what happens. Usable from any thread.
final class RuntimeContext: Sendable {
    let executor = RuntimeExecutor()
    let configuration: LocalConfiguration
    let journal: Journal
    let time: DeadlineClock
    let observer: LocalObserver
    let counters = RuntimeCounters()
    let serviceLogs = ServiceLogBuffer()
    let connectionLog: ConnectionLimitLog
    private let closed = Atomic(false)
    private let lastNumber = Atomic(0)

    init(_ configuration: LocalConfiguration, observer: LocalObserver) throws {
        self.configuration = configuration
        self.observer = observer
        time = DeadlineClock(configuration.clock)
        connectionLog = ConnectionLimitLog(counters) { observer.log(.warning, $0) }
        journal = try Journal(folder: configuration.dataFolder)
    }

    /// Nothing is begun any more.
    var isClosed: Bool { closed.load(ordering: .relaxed) }

    func close() { closed.store(true, ordering: .relaxed) }

    /// A number for a process, a replay, a call or a body.
    func nextNumber() -> Int { lastNumber.add(1, ordering: .relaxed).newValue }
}
