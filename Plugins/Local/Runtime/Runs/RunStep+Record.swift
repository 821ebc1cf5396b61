import JSON
import PluginMessages
import Values
import WorkerBackend

extension RunStep {
    /// - Parameter mask: Of the secrets that names and errors may have.
    init(
        _ step: StepRecord, _ lineMap: LineMap?, mask: SecretMask? = nil, place: StepNodes.Place? = nil,
        output: JSONValue? = nil,
        outputSize: Int? = nil, attempts: [AttemptRecord]? = nil
    ) {
        let kind: Kind =
            switch step.kind {
            case .do: .do
            case .sleep: .sleep
            case .wait: .wait
            }
        var failure = step.lastFailure
        let status: Status =
            switch step.state {
            case .active: .active
            case .pending: .pending
            case .waiting: .waiting
            case .succeeded, .stored: .succeeded
            case .failed(let failure): failure.isCancellation ? .cancelled : .failed
            case .storedFailure: .failed
            }
        if case .failed(let last) = step.state { failure = last }
        self.init(
            name: mask?.masked(step.name) ?? step.name, kind: kind, status: status, attempts: step.attempts,
            startedAt: step.startedAt.number,
            endedAt: step.endedAt?.number, error: failure.map { RunFailure($0, lineMap, mask).of(place?.node) },
            number: step.number,
            nodeId: place?.node, rounds: place?.rounds, output: output, outputSize: outputSize,
            history: attempts.map { step.history(failed: $0, lineMap, mask) },
            nextAttemptAt: step.kind == .do ? step.wakeAt?.number : nil)
    }
}

extension RunFailure {
    /// - Parameters:
    ///   - lineMap: `nil` of a deployment that was removed.
    ///   - mask: Of the secrets that the error may have.
    init(_ failure: StepFailure, _ lineMap: LineMap?, _ mask: SecretMask? = nil) {
        self = (lineMap ?? LineMap([])).failure(mask?.masked(failure) ?? failure)
    }
}

extension RunFailure {
    /// - Parameter node: Of the step: code that the compiler has added belongs to none by its lines.
    fileprivate func of(_ node: String?) -> RunFailure {
        guard nodeId == nil, let node else { return self }
        return RunFailure(name: name, message: message, nodeId: node, field: field, line: line)
    }
}

extension StepRecord {
    /// The attempts that failed, and the last one where it runs or succeeded.
    fileprivate func history(
        failed: [AttemptRecord], _ lineMap: LineMap?, _ mask: SecretMask?
    ) -> [RunAttempt] {
        guard kind == .do else { return [] }
        var history = failed.map {
            RunAttempt(
                number: $0.number, startedAt: $0.startedAt.number, endedAt: $0.endedAt.number,
                error: RunFailure($0.failure, lineMap, mask))
        }
        let isLastKnown = failed.last.map { $0.number >= attempts } ?? false
        switch state {
        case .active where attempts > 0, .succeeded, .stored:
            if !isLastKnown {
                history.append(
                    RunAttempt(number: attempts, startedAt: (attemptedAt ?? startedAt).number, endedAt: endedAt?.number)
                )
            }
        case .active, .pending, .waiting, .failed, .storedFailure: break
        }
        return history
    }
}
