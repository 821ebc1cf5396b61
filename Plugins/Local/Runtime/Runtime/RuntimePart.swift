import Values

/// A part of a runtime, with state of its own.
///
/// The parts of a runtime run on its one thread: they call each other without waiting, and what they await goes on there
/// (`nonisolated(nonsending)`). What a part does later it begins with its ``PartTasks``.
///
/// A closure that awaits stays on the thread only if the type of the parameter it is passed for says so, too. One that a
/// function of a library takes (`withTaskGroup`) must use `Sendable` values alone.
protocol RuntimePart: AnyObject {
    var context: RuntimeContext { get }
}

extension RuntimePart {
    var configuration: LocalConfiguration { context.configuration }
    var journal: Journal { context.journal }
    var observer: LocalObserver { context.observer }
    var counters: RuntimeCounters { context.counters }
    var isClosed: Bool { context.isClosed }
    /// By which deadlines are kept.
    var now: Timestamp { context.time.now }
    var steady: Duration { configuration.clock.steady() }

    func nextNumber() -> Int { context.nextNumber() }
}
