import PluginMessages
import Values

/// Does what is due when the alarm rings: instances that wake, queues and schedules, instances and processes that rest,
/// processes that run away. And follows the wall clock, which may be set, also while no server runs: what waits for a length
/// of time keeps it; a date is a date.
final class Timekeeper: RuntimePart {
    let context: RuntimeContext
    let alarm: RuntimeAlarm
    private let instances: InstanceScheduler
    private let runs: RunOperations
    private let queues: QueueDispatcher
    private let schedules: CronDispatcher
    private let functions: FunctionServer
    private let problems: ProblemReports
    private var corrections = ClockCorrections()

    init(
        _ context: RuntimeContext, _ runs: RunOperations, _ queues: QueueDispatcher, _ schedules: CronDispatcher,
        _ functions: FunctionServer
    ) {
        self.context = context
        self.runs = runs
        self.queues = queues
        self.schedules = schedules
        self.functions = functions
        instances = runs.instances
        alarm = instances.alarm
        problems = instances.problems
    }

    /// The alarm rings.
    nonisolated(nonsending) func ring() async {
        // One that was cancelled on its way here has a successor. From here on none cancels this one.
        guard !Task.isCancelled, !isClosed else { return }
        alarm.rang()
        followClock()
        let time = now
        instances.wakeDue(now: time)
        await functions.retryListening()
        await problems.retryShim()
        problems.reportIfDue()
        do {
            try await instances.beginDue(now: time)
            try await queues.pollDue()
            try await schedules.fireDue()
            try await runs.removeOldRuns()
            let retry = problems.startDelay.map { time + $0 }
            let wake = try await instances.nextWake(after: time)
            if wake != nil { await noteClock() }
            let next = min(wake ?? .distantFuture, retry ?? .distantFuture)
            instances.rest(now: now)
            instances.workers.rest()
            alarm.schedule(at: min(next, now + alarm.longestNap))
        } catch {
            problems.logRepeated("The journal cannot be read", error)
            alarm.schedule(at: now + alarm.longestNap)
        }
    }
}

// The wall clock.
extension Timekeeper {
    /// Follows the wall clock. Deadlines in memory and in the journal move with it, in one turn of the runtime: none is
    /// set by one clock and moved by the other.
    func followClock() {
        let step = context.time.lead
        context.time.adjust(by: step)
        let lead = corrections.add(step)
        guard lead != .zero else { return }
        report(lead)
        instances.commits.add([.clockSet(by: lead, journalClock)])
        instances.live.clockSet(by: lead)
        queues.clockSet()
        schedules.clockSet()
        instances.commits.commitSoon(after: nil)
    }

    /// Moves the deadlines in the journal by what the clock was set to since the last server ran.
    nonisolated(nonsending) func followClockOfLastServer() async throws {
        let last = try await journal.clock()
        let lead = corrections.add(last.lead(now: now, base: context.time.base, boot: configuration.clock.boot))
        if lead != .zero { report(lead) }
        try await journal.follow(journalClock, by: lead)
        corrections.noteSighting(now)
    }

    private nonisolated(nonsending) func noteClock() async {
        if corrections.isSightingDue(now) { await saveClock() }
    }

    nonisolated(nonsending) func saveClock() async {
        corrections.noteSighting(now)
        // Of no harm: the next one is soon, and what cannot be written is reported elsewhere.
        try? await journal.follow(journalClock)
    }

    /// That of the deadlines, which small corrections have not moved.
    private var journalClock: JournalClock {
        JournalClock(base: context.time.base - corrections.unmoved, boot: configuration.clock.boot, seenAt: now)
    }

    private func report(_ lead: Duration) {
        observer.log(
            .warning,
            """
            The machine's clock was set \(lead > .zero ? "forward" : "back") by \(abs(lead.components.seconds)) seconds. \
            Sleeps and time limits keep their length.
            """)
    }
}
