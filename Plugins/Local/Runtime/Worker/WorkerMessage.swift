import PluginMessages

/// What a worker process says; `Shim/messages.ts` has the same in TypeScript.
enum WorkerMessage: Sendable, Equatable {
    /// The runtime's own code runs; the module is loaded next.
    case ready
    case loaded
    /// The module does not load, or lacks the class.
    case refused(message: String, lines: [Int])
    case step(run: Int, StepRequest)
    /// A step that the journal does not have: its first attempt runs or, with an outcome, ended.
    case begun(run: Int, StepRequest, Outcome?)
    /// The run begins no more steps by itself.
    case held(run: Int)
    /// The run prints something.
    case log(run: Int, RunLogLine.Level, String)
    /// The program prints something outside of runs.
    case printed(RunLogLine.Level, String)
    /// The arm of the program that asked for a step is over; the reason is told by its code.
    case cancelled(run: Int, call: Int, reason: String?)
    case attempted(run: Int, call: Int, Outcome)
    case ended(run: Int, Outcome)
    case binding(BindingRequest)
    /// `body` is a stream's number.
    case answered(call: Int, Outcome, body: Int?)
    /// An invocation and all that it left to be done is over.
    case finished(call: Int)
    case stream(StreamMessage)
    case pong

    /// A JSON text (`nil` for `undefined`), or an error.
    typealias Outcome = Result<String?, StepFailure>
}

extension WorkerMessage {
    /// The run that the message is about, where it is about one.
    var run: Int? {
        switch self {
        case .step(let run, _), .begun(let run, _, _), .held(let run), .log(let run, _, _), .cancelled(let run, _, _),
            .attempted(let run, _, _), .ended(let run, _):
            run
        case .binding(let request): if case .run(let run) = request.cause { run } else { nil }
        case .ready, .loaded, .refused, .printed, .answered, .finished, .stream, .pong: nil
        }
    }
}
