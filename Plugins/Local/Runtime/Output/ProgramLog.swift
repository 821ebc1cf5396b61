import PluginMessages

/// What programs print, in the server's log: of each service so much that it does not flood it.
struct ProgramLog: Sendable {
    private let observer: LocalObserver
    private let counters: RuntimeCounters
    private var gates: [String: LogGate] = [:]

    init(_ observer: LocalObserver, _ counters: RuntimeCounters) {
        self.observer = observer
        self.counters = counters
    }

    mutating func write(_ level: PluginLogLevel, _ text: String, of service: String, at steady: Duration) {
        let (isOpen, omitted) = gates[service, default: LogGate()].admit(at: steady)
        if omitted > 0 {
            observer.log(
                .warning, "[\(service)] \(omitted) printed lines are not in this log; the runs' logs have the newest.")
        }
        if isOpen { observer.log(level, "[\(service)] \(text)") } else { counters.omittedLine() }
    }
}
