import Values

extension WorkerMessage {
    /// The message without secrets in what people read of it. Values that the program computes with are unchanged.
    func masked(by mask: SecretMask) -> WorkerMessage {
        switch self {
        case .refused(let message, let lines): .refused(message: mask.masked(message), lines: lines)
        case .log(let run, let level, let text): .log(run: run, level, mask.masked(text))
        case .printed(let level, let text): .printed(level, mask.masked(text))
        case .begun(let run, let request, let outcome): .begun(run: run, request, outcome?.mapError(mask.masked))
        case .attempted(let run, let call, let outcome):
            .attempted(run: run, call: call, outcome.mapError(mask.masked))
        case .ended(let run, let outcome): .ended(run: run, outcome.mapError(mask.masked))
        // An error of one program that another catches is a value of that program.
        case .answered, .ready, .loaded, .step, .held, .cancelled, .binding, .finished, .stream, .pong: self
        }
    }
}

extension WorkerProcess.Event {
    /// The event without secrets in what people read of it.
    func masked(by mask: SecretMask) -> WorkerProcess.Event {
        switch self {
        case .messages(let messages): .messages(messages.map { $0.masked(by: mask) })
        case .printed(let lines): .printed(lines.map(mask.masked))
        case .stray(let lines): .stray(lines.map(mask.masked))
        case .malformed(let line): .malformed(mask.masked(line))
        case .ended(var end):
            {
                end.reason = mask.masked(end.reason)
                return .ended(end)
            }()
        case .started: self
        }
    }
}
