import Values

extension InstanceMachine {
    /// The wall clock was set: deadlines keep their distance from now, dates stay. The journal does the same by itself.
    mutating func clockSet(by lead: Duration) {
        for (key, step) in steps where !step.isUntilDate {
            switch step.state {
            case .pending(let time): steps[key]?.state = .pending(until: time + lead)
            case .waiting(let event, let time): steps[key]?.state = .waiting(event: event, until: time + lead)
            case .active, .succeeded, .stored, .failed, .storedFailure: break
            }
        }
        if let wakeAt = record.wakeAt {
            let dates = steps.values.filter { $0.isUntilDate && !$0.state.isOver }.compactMap(\.wakeAt)
            record.wakeAt = min(wakeAt + lead, dates.min() ?? .distantFuture)
            wakeAtIsSaved()
        }
        moveSpans(by: lead)
    }
}
