import PluginMessages
import Values

/// Decides how an instance goes on. It does no I/O and reads no clock: every input says when it happens, and
/// returns what is to be done.
///
/// An instance goes through its program in replays: each begins at the start, and steps that the journal has
/// are answered from it. A replay ends with the process, with the instance, or when nothing but time or an
/// event moves it for a while.
struct InstanceMachine: Sendable {
    /// After so many ends of a process that ran it alone, an instance is given up.
    static let crashLimit = 3
    /// Before an instance whose process ended begins another replay, doubled each time.
    static let crashDelay = Duration.milliseconds(250)
    /// Half a minute.
    private static let longestDoubling = 7

    var record: InstanceRecord
    /// Steps that it may have; sleeps do not count ("Workflows: Limits" of Cloudflare's documentation).
    var stepLimit = Int.max
    /// Sleeps that it may have.
    var sleepLimit = Int.max
    /// Events that it may have which no step has taken.
    var eventLimit = Int.max
    /// Of `steps`, those that count.
    var countedSteps = 0
    /// Of the values and the errors of its steps.
    var valueBytes = 0
    /// Of them those of steps that are tried again, whose last error the next one replaces, by key.
    var unfinishedBytes: [String: Int] = [:]
    /// Which they may have, with its events ("Workflows: Limits" of Cloudflare's documentation).
    var valueLimit = Int.max
    /// By key.
    var steps: [String: StepRecord]
    /// That no step has taken, oldest first.
    var events: [EventRecord]
    /// What the program of this replay waits for, by key of the step.
    var calls: [String: StepRequest] = [:]
    /// Keys of the steps of which an attempt runs, by call.
    var attempts: [Int: String] = [:]
    /// Pauses that the process has not confirmed: until then steps that began may not be known here.
    var unconfirmedPauses = 0
    /// No attempt begins any more.
    private(set) var isStopping = false
    /// Since when nothing but time or an event moves the instance.
    private(set) var dormantSince: Timestamp?
    /// Since when the program has run and asked for nothing.
    private(set) var silentSince: Timestamp?
    private(set) var isReplaying = false
    private var saved: InstanceRecord

    init(_ record: InstanceRecord, steps: [StepRecord] = [], events: [EventRecord] = []) {
        self.record = record
        self.saved = record
        self.steps = Dictionary(steps.map { ($0.key, $0) }) { $1 }
        countedSteps = self.steps.values.count { $0.kind != .sleep }
        self.events = events
        for step in steps where !step.state.isOver {
            if let failure = step.lastFailure { unfinishedBytes[step.key] = failure.bytes }
        }
    }

    /// A replay begins.
    mutating func begun(now: Timestamp) -> Transition {
        var transition = Transition(canWait: true)
        isReplaying = true
        record.status = .running
        settle(&transition, now: now)
        return transition
    }

    /// Its time has come, perhaps.
    mutating func woken(now: Timestamp) -> Transition {
        var transition = Transition()
        advanceAll(&transition, now: now)
        settle(&transition, now: now)
        return transition
    }

    /// The process begins no more steps by itself.
    mutating func held() -> Transition {
        var transition = Transition()
        unconfirmedPauses -= 1
        endReplayIfPaused(&transition)
        return transition
    }

    /// A pause waits for the attempts that run.
    mutating func endReplayIfPaused(_ transition: inout Transition) {
        if record.status == .paused, attempts.isEmpty, unconfirmedPauses == 0 { endReplay(&transition) }
    }

    /// The program returned or threw.
    mutating func ended(_ outcome: Result<String?, RunFailure>, now: Timestamp) -> Transition {
        var transition = Transition()
        endReplay(&transition)
        switch outcome {
        case .success(let output):
            record.status = .complete
            record.output = output
        case .failure(let failure): fail(failure)
        }
        settle(&transition, now: now)
        return transition
    }

    /// The process ended; an instance that was at work then may be the reason. Which one is known when each of them
    /// goes on in a process of its own: an instance with a crash is given one.
    /// - Parameter interruptions: How often the machine interrupted it before, since a step last finished.
    mutating func lost(
        _ loss: FailureOwner, isAlone: Bool, reason: String, interruptions: Int = 0, now: Timestamp
    ) -> Transition {
        var transition = Transition()
        endReplay(&transition)
        switch loss {
        case _ where record.status == .paused || record.status.isTerminal: break
        case .server: if record.status == .running { record.wakeAt = now }
        case .machine:
            if record.status == .running { record.wakeAt = now + Self.delay(after: interruptions) }
        case .limit where isAlone: fail(RunFailure(name: "LimitExceeded", message: "It was stopped: \(reason)"))
        case .program where isAlone && record.crashes >= Self.crashLimit - 1:
            let message = "The process that ran it ended \(Self.crashLimit) times: \(reason)"
            fail(RunFailure(name: "WorkerLost", message: message))
        case .limit, .program:
            record.crashes = isAlone ? record.crashes + 1 : max(record.crashes, 1)
            record.wakeAt = now + Self.crashDelay * (1 << (record.crashes - 1))
        }
        noteEnd(now: now)
        save(&transition)
        return transition
    }

    /// Something that its program asked for besides steps has failed, which is the machine's or the server's failure: it goes on
    /// with another replay, and no attempt counts.
    /// - Parameter interruptions: How often that has happened before, since a step last finished.
    mutating func interrupted(interruptions: Int, now: Timestamp) -> Transition {
        var transition = Transition()
        endReplay(&transition)
        if record.status != .paused, !record.status.isTerminal {
            record.wakeAt = min(record.wakeAt ?? .distantFuture, now + Self.delay(after: interruptions))
        }
        noteEnd(now: now)
        save(&transition)
        return transition
    }

    private static func delay(after interruptions: Int) -> Duration {
        crashDelay * (1 << min(interruptions, longestDoubling))
    }

    /// It asked for no step for too long, while its process was well.
    mutating func timedOutInactive(_ limit: Duration, now: Timestamp) -> Transition {
        var transition = Transition()
        endReplay(&transition)
        transition.exceeded = .inactivity
        fail(
            RunFailure(
                name: "LimitExceeded",
                message: "It ran for \(limit) without waiting for a step \(RuntimeLimit.inactivity.named)"))
        settle(&transition, now: now)
        return transition
    }

    /// The provider ends: attempts that run may end.
    mutating func stopped() -> Transition {
        isStopping = true
        unconfirmedPauses += 1
        return Transition(isHeld: true)
    }

    /// An attempt runs, or may without being known here.
    var isAtWork: Bool { !attempts.isEmpty || unconfirmedPauses > 0 }

    /// It cannot go on before a time, through no fault of its own.
    mutating func postponed(until time: Timestamp) -> Transition {
        var transition = Transition()
        if !isReplaying, record.wakeAt != nil { record.wakeAt = time }
        save(&transition)
        return transition
    }

    /// Someone sent an event.
    mutating func received(_ event: EventRecord, now: Timestamp) throws(PluginFailure) -> Transition {
        guard !record.status.isTerminal else { throw refusal("take an event") }
        try checkRoom(for: event)
        var transition = Transition(entries: [.event(record.id, event)])
        events.append(event)
        advanceAll(&transition, now: now)
        if !isReplaying, record.status == .waiting { record.wakeAt = now }
        settle(&transition, now: now)
        return transition
    }

    /// Events that no step takes stay in memory.
    private func checkRoom(for event: EventRecord) throws(PluginFailure) {
        let isAwaited = calls.values.contains { request in
            if case .wait(event.type, _) = request.work { true } else { false }
        }
        guard !isAwaited else { return }
        guard events.count < eventLimit else { throw Self.tooManyEvents("\(events.count) events", .events) }
        let bytes = events.reduce(event.payload?.utf8.count ?? 0) { $0 + ($1.payload?.utf8.count ?? 0) }
        guard valueBytes + bytes <= valueLimit else {
            throw Self.tooManyEvents("\(valueLimit >> 20) MB of values, errors and events", .state)
        }
    }

    private static func tooManyEvents(_ what: String, _ limit: RuntimeLimit) -> PluginFailure {
        PluginFailure(
            .runEvents,
            message: "The run already has \(what) that no step has taken, which is its limit "
                + "\(limit.named). Send the event again when the run has taken some.", fault: .conflict)
    }

    func refusal(_ action: String) -> PluginFailure {
        PluginFailure(
            .runState,
            message: "The run \(record.id.name) is \(record.status.rawValue): it cannot \(action).", fault: .conflict)
    }

    mutating func endReplay(_ transition: inout Transition) {
        transition.isOver = true
        isReplaying = false
        unconfirmedPauses = 0
        calls = [:]
        attempts = [:]
    }

    /// Brings the record to what is so now, and saves it when it changed.
    mutating func settle(_ transition: inout Transition, now: Timestamp) {
        if valueBytes > valueLimit, !record.status.isTerminal {
            endReplay(&transition)
            transition.exceeded = .state
            fail(
                RunFailure(
                    name: "LimitExceeded",
                    message:
                        "The values and errors of its steps have more than \(valueLimit >> 20) MiB "
                        + "\(RuntimeLimit.state.named). Keep large values in R2 or KV, and return their keys."))
        }
        // One whose next attempt a stop holds back has something to do.
        let isDormant = !isStopping && attempts.isEmpty && !calls.isEmpty
        switch record.status {
        case .running where isReplaying, .waiting where isReplaying:
            record.status = isDormant ? .waiting : .running
            record.wakeAt = calls.keys.compactMap { steps[$0]?.wakeAt }.min()
        case .paused, .complete, .errored, .terminated: record.wakeAt = nil
        case .queued, .running, .waiting, .unknown: break
        }
        noteEnd(now: now)
        dormantSince = isReplaying && record.status == .waiting ? dormantSince ?? now : nil
        // An answer that goes out with this begins it anew.
        silentSince = isReplaying && record.status == .running && calls.isEmpty ? now : nil
        save(&transition)
    }

    /// The journal has moved the time at which it wakes.
    mutating func wakeAtIsSaved() { saved.wakeAt = record.wakeAt }

    mutating func moveSpans(by lead: Duration) {
        dormantSince = dormantSince.map { $0 + lead }
        silentSince = silentSince.map { $0 + lead }
    }

    private mutating func noteEnd(now: Timestamp) {
        record.endedAt = record.status.isTerminal ? record.endedAt ?? now : nil
    }

    private mutating func save(_ transition: inout Transition) {
        guard record != saved else { return }
        transition.entries.append(.instance(record))
        transition.hasChanged = record.status != saved.status
        saved = record
    }

    mutating func fail(_ failure: RunFailure) {
        record.status = .errored
        record.failure = failure
        record.wakeAt = nil
    }
}

extension RunFailure: Error {}
