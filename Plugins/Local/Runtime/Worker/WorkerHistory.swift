/// What a process was given since its start, and what it began itself, by the numbers that messages name: what it says of
/// something that is over is late, what it says of anything else is out of turn.
struct WorkerHistory: Sendable {
    /// Replays that the process was given.
    private var runs = NumberSet()
    /// Of those, the ones that the process reported as ended.
    private var ended = NumberSet()
    /// Calls of handlers.
    private var invocations = NumberSet()
    /// Bodies that the host sends.
    private var sent = NumberSet()
    /// Bodies that the process sends.
    private var received = NumberSet()
    /// The last call that the process made. It numbers them in their order.
    private var lastCall = 0

    mutating func give(run: Int) { runs.insert(run) }

    mutating func give(invocation: Int) { invocations.insert(invocation) }

    mutating func give(body: Int) { sent.insert(body) }

    func hasGiven(run: Int) -> Bool { runs.contains(run) }

    /// Why a message is out of turn; `nil` if it is not.
    mutating func problem(with message: WorkerMessage) -> String? {
        switch message {
        case .step(_, let request), .begun(_, let request, _): return begin(call: request.call)
        case .cancelled(_, let call, _), .attempted(_, let call, _):
            return (1...max(1, lastCall)).contains(call) && lastCall > 0 ? nil : "it made no call \(call)"
        case .ended(let run, _): return ended.insert(run) ? nil : "the run \(run) has already ended"
        case .binding(let request):
            if case .invocation(let call) = request.cause, !invocations.contains(call) {
                return "it named the request \(call), which it was not sent"
            }
            return begin(call: request.call) ?? request.body.flatMap { begin(body: $0) }
        case .answered(let call, _, let body):
            guard invocations.contains(call) else { return "it answered the request \(call), which it was not sent" }
            return body.flatMap { begin(body: $0) }
        case .finished(let call):
            return invocations.contains(call) ? nil : "it ended the request \(call), which it was not sent"
        case .stream(let message):
            switch message {
            case .chunk(let stream, _), .close(let stream, _):
                return received.contains(stream) ? nil : "it sent the body \(stream), which it did not announce"
            case .more(let stream), .cancel(let stream):
                return sent.contains(stream) ? nil : "it read the body \(stream), which it was not sent"
            }
        case .ready, .loaded, .refused, .held, .log, .printed, .pong: return nil
        }
    }

    private mutating func begin(call: Int) -> String? {
        guard call > lastCall else { return "its call \(call) came after \(lastCall)" }
        lastCall = call
        return nil
    }

    private mutating func begin(body: Int) -> String? {
        received.insert(body) ? nil : "it announced the body \(body) twice"
    }
}
