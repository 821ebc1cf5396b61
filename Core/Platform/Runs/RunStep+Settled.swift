import PluginMessages

extension RunStep {
    var isOver: Bool {
        switch status {
        case .succeeded, .failed, .cancelled: true
        case .active, .pending, .waiting: false
        }
    }

    func mappingErrors(_ transform: (RunFailure) throws -> RunFailure) rethrows -> RunStep {
        RunStep(
            name: name, kind: kind, status: status, attempts: attempts, startedAt: startedAt, endedAt: endedAt,
            error: try error.map(transform), number: number, nodeId: nodeId, rounds: rounds, output: output,
            outputSize: outputSize,
            history: try history?.map {
                RunAttempt(
                    number: $0.number, startedAt: $0.startedAt, endedAt: $0.endedAt,
                    error: try $0.error.map(transform))
            }, nextAttemptAt: nextAttemptAt, skipped: skipped)
    }

    /// The step as its run lets it be: of a run that has ended no step goes on, and one that is paused begins no attempt.
    /// Providers keep steps as they were last.
    func settled(in run: RunRecord) -> RunStep {
        guard !isOver else { return self }
        if run.state.isTerminal {
            let end = run.finishedAt.map { Int($0.milliseconds) }
            return RunStep(
                name: name, kind: kind, status: .cancelled, attempts: attempts, startedAt: startedAt,
                endedAt: endedAt ?? end, error: error, number: number, nodeId: nodeId, rounds: rounds, output: output,
                outputSize: outputSize, history: history?.map { $0.ended(at: end) }, skipped: skipped)
        }
        guard run.state == .paused, nextAttemptAt != nil else { return self }
        return RunStep(
            name: name, kind: kind, status: status, attempts: attempts, startedAt: startedAt, endedAt: endedAt,
            error: error, number: number, nodeId: nodeId, rounds: rounds, output: output, outputSize: outputSize,
            history: history, skipped: skipped)
    }
}

extension RunAttempt {
    /// - Parameter time: Milliseconds since 1970.
    fileprivate func ended(at time: Int?) -> RunAttempt {
        RunAttempt(number: number, startedAt: startedAt, endedAt: endedAt ?? time, error: error)
    }
}
