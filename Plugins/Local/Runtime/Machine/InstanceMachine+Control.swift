import PluginMessages

extension InstanceMachine {
    mutating func control(_ action: InstanceRequest.Action, now: Int) throws(PluginFailure) -> Transition {
        switch action {
        case .pause: try pause(now: now)
        case .resume: try resume(now: now)
        case .terminate: try terminate(now: now)
        case .restart: restart(now: now)
        }
    }

    /// Attempts that run go on to their end; nothing else begins.
    private mutating func pause(now: Int) throws(PluginFailure) -> Transition {
        switch record.status {
        case .queued, .running, .waiting: break
        case .paused, .complete, .errored, .terminated, .unknown: throw refusal("be paused")
        }
        var transition = Transition()
        record.status = .paused
        settle(&transition, now: now)
        if isPassing {
            transition.isHeld = true
            unconfirmedPauses += 1
        }
        return transition
    }

    private mutating func resume(now: Int) throws(PluginFailure) -> Transition {
        guard record.status == .paused else { throw refusal("be resumed") }
        var transition = Transition()
        if isPassing {
            // Its passage waits for attempts that ran when it was paused.
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

    private mutating func terminate(now: Int) throws(PluginFailure) -> Transition {
        guard !record.status.isTerminal else { throw refusal("be terminated") }
        var transition = Transition()
        endPassage(&transition)
        record.status = .terminated
        settle(&transition, now: now)
        return transition
    }

    /// From the beginning, with the same parameters.
    private mutating func restart(now: Int) -> Transition {
        var transition = Transition(entries: [.cleared(record.id)])
        endPassage(&transition)
        steps = [:]
        countedSteps = 0
        valueBytes = 0
        events = []
        record.status = .queued
        record.output = nil
        record.failure = nil
        record.crashes = 0
        record.wakeAt = now
        settle(&transition, now: now)
        return transition
    }
}
