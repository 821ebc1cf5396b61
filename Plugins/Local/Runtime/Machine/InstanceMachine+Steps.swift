import PluginMessages
import Values

extension InstanceMachine {
    /// The program asks for a step.
    mutating func requested(_ request: StepRequest, now: Timestamp) -> Transition {
        var transition = Transition()
        guard hasRoom(for: request) else { return tooMany(request, now: now) }
        calls[request.key] = request
        if steps[request.key] == nil {
            let step = StepRecord(request, number: steps.count + 1, now: now)
            steps[request.key] = step
            if step.kind != .sleep { countedSteps += 1 }
            // An attempt that begins is saved as it does.
            if case .attempts = request.work {} else { save(request.key, &transition) }
        }
        advance(request.key, &transition, now: now)
        settle(&transition, now: now)
        return transition
    }

    /// A step that the journal does not have began by itself; its first attempt runs, or ended.
    mutating func begun(_ request: StepRequest, _ outcome: Result<String?, StepFailure>?, now: Timestamp) -> Transition
    {
        var transition = Transition()
        guard hasRoom(for: request) else { return tooMany(request, now: now) }
        var step = StepRecord(request, number: steps.count + 1, now: now)
        step.attempts = 1
        if steps.updateValue(step, forKey: request.key) == nil { countedSteps += 1 }
        calls[request.key] = request
        attempts[request.call] = request.key
        if let outcome {
            end(request.call, with: outcome, &transition, now: now)
        } else {
            transition.canWait = true
            save(request.key, &transition)
        }
        settle(&transition, now: now)
        endReplayIfPaused(&transition)
        return transition
    }

    private func hasRoom(for request: StepRequest) -> Bool {
        switch request.work {
        case .sleep, .pause: steps.count - countedSteps < sleepLimit || steps[request.key] != nil
        case .attempts, .wait: countedSteps < stepLimit || steps[request.key] != nil
        }
    }

    /// A program that never ends would fill the journal.
    private mutating func tooMany(_ request: StepRequest, now: Timestamp) -> Transition {
        var transition = Transition()
        transition.exceeded = .steps
        let limit =
            switch request.work {
            case .sleep, .pause: "\(sleepLimit) sleeps"
            case .attempts, .wait: "\(stepLimit) steps"
            }
        endReplay(&transition)
        fail(RunFailure(name: "LimitExceeded", message: "It has more than \(limit) \(RuntimeLimit.steps.named)"))
        settle(&transition, now: now)
        return transition
    }

    /// An attempt ended.
    mutating func attempted(_ call: Int, _ outcome: Result<String?, StepFailure>, now: Timestamp) -> Transition {
        var transition = Transition()
        guard end(call, with: outcome, &transition, now: now) else { return transition }
        settle(&transition, now: now)
        endReplayIfPaused(&transition)
        return transition
    }

    /// The arm of the program that asked for a step is over: nothing waits for it any more, and it receives no event.
    mutating func cancelled(_ call: Int, because reason: String? = nil, now: Timestamp) -> Transition {
        var transition = Transition(canWait: true)
        attempts[call] = nil
        guard let key = calls.values.first(where: { $0.call == call })?.key else { return transition }
        calls[key] = nil
        steps[key]?.state = .failed(.cancelled(because: reason))
        steps[key]?.endedAt = now
        save(key, &transition)
        settle(&transition, now: now)
        endReplayIfPaused(&transition)
        return transition
    }

    /// - Returns: `false` when nobody waits for the attempt any more.
    @discardableResult
    private mutating func end(
        _ call: Int, with outcome: Result<String?, StepFailure>, _ transition: inout Transition, now: Timestamp
    ) -> Bool {
        guard let key = attempts.removeValue(forKey: call), let request = calls[key] else { return false }
        switch outcome {
        case .success(let text):
            steps[key]?.state = .succeeded(text)
            steps[key]?.endedAt = now
            record.crashes = 0
        case .failure(let failure):
            if let step = steps[key] {
                let attempt = AttemptRecord(
                    number: step.attempts, startedAt: step.attemptedAt ?? step.startedAt, endedAt: now,
                    failure: failure)
                transition.entries.append(.attempt(record.number, step: step.number, attempt))
            }
            if failure.isRetryable, case .attempts(let policy) = request.work,
                let delay = policy.delay(after: steps[key]?.attempts ?? 0)
            {
                steps[key]?.state = .pending(until: now + delay)
                steps[key]?.lastFailure = failure
            } else {
                steps[key]?.state = .failed(failure)
                steps[key]?.endedAt = now
            }
        }
        save(key, &transition)
        if request.call == call, record.status != .paused, steps[key]?.endedAt != nil {
            // The program has the outcome.
            transition.answers.append(.saved(call: call))
            calls[key] = nil
        } else {
            advance(key, &transition, now: now)
        }
        return true
    }

    /// A run that steps sleep for has ended: they look at it now.
    mutating func ended(child: String, now: Timestamp) -> Transition {
        var transition = Transition()
        for (key, step) in steps where step.child == child && !step.state.isOver {
            steps[key]?.state = .pending(until: now)
            save(key, &transition)
        }
        if isReplaying {
            advanceAll(&transition, now: now)
        } else if record.status == .waiting {
            record.wakeAt = now
        }
        settle(&transition, now: now)
        return transition
    }

    mutating func advanceAll(_ transition: inout Transition, now: Timestamp) {
        // In the order of the program, so that the oldest step takes an event first.
        for request in calls.values.sorted(by: { $0.call < $1.call }) { advance(request.key, &transition, now: now) }
    }

    /// Does what can be done now for a step that the program waits for.
    private mutating func advance(_ key: String, _ transition: inout Transition, now: Timestamp) {
        guard record.status != .paused, let request = calls[key], let step = steps[key] else { return }
        switch step.state {
        case .active:
            // One that the journal has as active, and that does not run here, did not finish: it runs again.
            if attempts[request.call] == nil { begin(max(step.attempts, 1), of: request, &transition, now: now) }
        case .pending(let time) where time <= now:
            if case .attempts = request.work {
                begin(step.attempts + 1, of: request, &transition, now: now)
            } else {
                finish(request, .succeeded(nil), &transition, now: now)
            }
        case .waiting(let type, let time):
            if let index = events.firstIndex(where: { $0.type == type }) {
                let event = events.remove(at: index)
                transition.entries.append(.delivered(event.id))
                finish(request, .succeeded(event.value), &transition, now: now)
            } else if time <= now {
                let failure = StepFailure(
                    name: "WorkflowTimeoutError", message: "No event \"\(type)\" arrived in time for \"\(step.name)\"")
                finish(request, .failed(failure), &transition, now: now)
            }
        case .pending: break
        case .succeeded, .stored, .failed, .storedFailure: answer(request, step.state, &transition)
        }
    }

    private mutating func begin(
        _ attempt: Int, of request: StepRequest, _ transition: inout Transition, now: Timestamp
    ) {
        guard !isStopping else { return }
        attempts[request.call] = request.key
        if let step = steps[request.key], step.attempts > 0 { steps[request.key]?.attemptedAt = now }
        steps[request.key]?.state = .active
        steps[request.key]?.attempts = attempt
        transition.canWait = transition.entries.isEmpty
        save(request.key, &transition)
        transition.orders.append(.attempt(call: request.call, attempt: attempt))
    }

    private mutating func finish(
        _ request: StepRequest, _ state: StepRecord.State, _ transition: inout Transition, now: Timestamp
    ) {
        steps[request.key]?.state = state
        steps[request.key]?.endedAt = now
        save(request.key, &transition)
        answer(request, state, &transition)
    }

    private mutating func answer(_ request: StepRequest, _ state: StepRecord.State, _ transition: inout Transition) {
        switch state {
        case .succeeded(let text): transition.answers.append(.value(call: request.call, text))
        case .stored, .storedFailure:
            guard let step = steps[request.key]?.number else { return }
            transition.stored.append(.init(call: request.call, instance: record.number, step: step))
        case .failed(let failure): transition.answers.append(.error(call: request.call, failure))
        case .active, .pending, .waiting: return
        }
        transition.canWait = false
        calls[request.key] = nil
    }

    private mutating func save(_ key: String, _ transition: inout Transition) {
        guard let step = steps[key] else { return }
        transition.entries.append(.step(record.number, step))
        let bytes = step.stateBytes
        valueBytes += bytes - (unfinishedBytes[key] ?? 0)
        unfinishedBytes[key] = step.state.isOver || bytes == 0 ? nil : bytes
        if step.state.isOver { steps[key]?.lastFailure = nil }
        // A run of many large values, or of many errors that it catches, would fill the server's memory.
        guard bytes > StepRecord.longestKeptValue else { return }
        switch step.state {
        case .succeeded: steps[key]?.state = .stored
        case .failed: steps[key]?.state = .storedFailure
        case .active, .pending, .waiting, .stored, .storedFailure: break
        }
    }
}

extension StepFailure {
    /// - Parameter reason: What ended the arm, as its code has told.
    fileprivate static func cancelled(because reason: String?) -> StepFailure {
        StepFailure(
            name: cancelledName, message: reason ?? "The arm around it has ended: this step was cancelled",
            isRetryable: false)
    }

    private static let cancelledName = "AbortError"
    /// Of programs that earlier releases compiled.
    private static let earlierReason = "Another arm ended first: this one has ended"

    /// Whether the step ended since the arm around it was over, not by an error of its own.
    var isCancellation: Bool {
        name == Self.cancelledName && !isRetryable
            && (message.hasSuffix(": this step was cancelled") || message == Self.earlierReason)
    }
}

extension StepRecord {
    /// A step as it begins.
    fileprivate init(_ request: StepRequest, number: Int, now: Timestamp) {
        var kind = Kind.do
        var limit: Int?
        var isUntilDate = false
        let state: State
        switch request.work {
        case .attempts(let policy): (state, limit) = (.active, policy.limit)
        case .sleep(let time): (kind, state, isUntilDate) = (.sleep, .pending(until: time), true)
        case .pause(let length): (kind, state) = (.sleep, .pending(until: now + length))
        case .wait(let event, let timeout): (kind, state) = (.wait, .waiting(event: event, until: now + timeout))
        }
        self.init(
            key: request.key, name: request.name, kind: kind, startedAt: now, state: state, number: number,
            retryLimit: limit, isUntilDate: isUntilDate, child: request.child)
    }
}
