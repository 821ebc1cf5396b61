import PluginMessages
import Values

extension InstanceMachine {
    /// - Parameters:
    ///   - step: Of a restart: from there on, instead of from the beginning.
    ///   - reported: The name of a step as people read it.
    mutating func control(
        _ action: InstanceRequest.Action, from step: StepReference? = nil, now: Timestamp,
        reported: (String) -> String = { $0 }
    ) throws(PluginFailure) -> Transition {
        switch action {
        case .pause: try pause(now: now)
        case .resume: try resume(now: now)
        case .terminate: try terminate(now: now)
        case .restart:
            if let step { try restart(from: step, now: now, reported: reported) } else { restart(now: now) }
        }
    }

    /// Attempts that run go on to their end; nothing else begins.
    private mutating func pause(now: Timestamp) throws(PluginFailure) -> Transition {
        switch record.status {
        case .queued, .running, .waiting: break
        case .paused, .complete, .errored, .terminated, .unknown: throw refusal("be paused")
        }
        var transition = Transition()
        record.status = .paused
        settle(&transition, now: now)
        if isReplaying {
            transition.isHeld = true
            unconfirmedPauses += 1
        }
        return transition
    }

    private mutating func resume(now: Timestamp) throws(PluginFailure) -> Transition {
        guard record.status == .paused else { throw refusal("be resumed") }
        var transition = Transition()
        if isReplaying {
            // Its replay waits for attempts that ran when it was paused.
            record.status = .running
            transition.isHeld = false
            advanceAll(&transition, now: now)
        } else {
            record.status = .queued
            record.wakeAt = now
        }
        settle(&transition, now: now)
        return transition
    }

    private mutating func terminate(now: Timestamp) throws(PluginFailure) -> Transition {
        guard !record.status.isTerminal else { throw refusal("be terminated") }
        var transition = Transition()
        endReplay(&transition)
        record.status = .terminated
        settle(&transition, now: now)
        return transition
    }

    /// From the beginning, with the same parameters.
    private mutating func restart(now: Timestamp) -> Transition {
        steps = [:]
        valueBytes = 0
        unfinishedBytes = [:]
        events = []
        return queueAgain(after: .cleared(record.id), now: now)
    }

    /// With the results of the steps that began before one; that one and all that began later run again.
    /// - Parameter reported: The name of a step as people read it, by which they refer to it.
    private mutating func restart(
        from step: StepReference, now: Timestamp, reported: (String) -> String
    ) throws(PluginFailure) -> Transition {
        let all = steps.values.sorted { $0.number < $1.number }
        var named = all.filter { reported($0.name) == step.name }
        if named.isEmpty { named = all.filter { $0.name == step.name } }
        guard step.count > 0, named.count >= step.count else {
            throw PluginFailure(
                .stepUnknown,
                message: "Run \(record.id.name) has no step \"\(step.name)\" number \(step.count).")
        }
        let target = named[step.count - 1]
        // A step in an attempt of another runs again only with that.
        let first = all.first { target.key == $0.key || target.key.hasPrefix("\($0.key)\u{1e}") } ?? target
        steps = steps.filter { $0.value.number < first.number }
        return queueAgain(after: .rewound(record.number, to: first.number), now: now)
    }

    private mutating func queueAgain(after entry: JournalEntry, now: Timestamp) -> Transition {
        var transition = Transition(entries: [entry])
        endReplay(&transition)
        countedSteps = steps.values.count { $0.kind != .sleep }
        record.status = .queued
        record.output = nil
        record.failure = nil
        record.crashes = 0
        record.wakeAt = now
        settle(&transition, now: now)
        return transition
    }
}
