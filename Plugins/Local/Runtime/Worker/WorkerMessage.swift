import JSON
import PluginMessages
import Values

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
    /// The arm of the program that asked for a step is over.
    case cancelled(run: Int, call: Int)
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

/// A call of a member of `env`.
struct BindingRequest: Sendable, Equatable {
    /// What its code runs for.
    enum Cause: Sendable, Equatable {
        case run(Int)
        case invocation(Int)
    }

    let call: Int
    /// `nil` for code of the module that runs when it is loaded.
    var cause: Cause?
    let binding: String
    let method: String
    /// The arguments.
    let value: JSONValue
    /// A stream's number.
    let body: Int?
    /// Of the arguments' text.
    var bytes = 0
}

extension StepFailure: Error {}

extension WorkerMessage {
    /// The run that the message is about, where it is about one.
    var run: Int? {
        switch self {
        case .step(let run, _), .begun(let run, _, _), .held(let run), .log(let run, _, _), .cancelled(let run, _),
            .attempted(let run, _, _), .ended(let run, _):
            run
        case .binding(let request): if case .run(let run) = request.cause { run } else { nil }
        case .ready, .loaded, .refused, .answered, .finished, .stream, .pong: nil
        }
    }
}

extension WorkerMessage {
    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        switch try reader.text("type", MessageSizes.word) {
        case "ready": self = .ready
        case "loaded": self = .loaded
        case "refused":
            let lines = try reader.value("lines").array?.prefix(MessageSizes.lines) ?? []
            self = .refused(
                message: try reader.text("message", MessageSizes.message), lines: lines.compactMap(\.int))
        case "step" where reader.object["begun"] == true:
            self = .begun(
                run: try reader.int("run"), try StepRequest(reader),
                reader.object["done"] == nil ? nil : try Self.stepOutcome(reader))
        case "step": self = .step(run: try reader.int("run"), try StepRequest(reader))
        case "log":
            self = .log(
                run: try reader.int("run"), try reader.named("level"), try reader.text("text", MessageSizes.line))
        case "held": self = .held(run: try reader.int("run"))
        case "cancelled": self = .cancelled(run: try reader.int("run"), call: try reader.int("call"))
        case "attempted":
            self = .attempted(run: try reader.int("run"), call: try reader.int("call"), try Self.stepOutcome(reader))
        case "ended":
            let outcome = try Self.outcome(reader, MessageSizes.value)
            // Everyone who asks for the run reads it.
            if case .success(let text?) = outcome, (try? JSONValue(parsing: text)) == nil {
                throw reader.mismatch("value", "is not valid JSON")
            }
            self = .ended(run: try reader.int("run"), outcome)
        case "binding":
            self = .binding(
                BindingRequest(
                    call: try reader.int("call"),
                    cause: try Self.cause(reader),
                    binding: try reader.text("binding", MessageSizes.name),
                    method: try reader.text("method", MessageSizes.word), value: try Self.arguments(reader),
                    body: try reader.optionalInt("body"), bytes: reader.object["value"]?.string?.utf8.count ?? 0))
        case "answered":
            self = .answered(
                call: try reader.int("call"), try Self.outcome(reader, MessageSizes.answer),
                body: try reader.optionalInt("body"))
        case "finished": self = .finished(call: try reader.int("call"))
        case "stream": self = .stream(try StreamMessage(reader))
        case "pong": self = .pong
        case let type: throw reader.mismatch("type", "is unknown: \(type)")
        }
    }

    private static func cause(_ reader: JSONReader) throws(JSONMismatch) -> BindingRequest.Cause? {
        if let run = try reader.optionalInt("run") { return .run(run) }
        return try reader.optionalInt("invocation").map { .invocation($0) }
    }

    private static func arguments(_ reader: JSONReader) throws(JSONMismatch) -> JSONValue {
        guard let text = try reader.optionalText("value", MessageSizes.arguments) else { return .null }
        do { return try JSONValue(parsing: text) } catch {
            throw reader.mismatch("value", "is not valid JSON: \(error)")
        }
    }

    private static func outcome(_ reader: JSONReader, _ most: Int) throws(JSONMismatch) -> Outcome {
        if let error = reader.object["error"] { return .failure(try StepFailure(bounded: error)) }
        return .success(try reader.optionalText("value", most))
    }

    private static func stepOutcome(_ reader: JSONReader) throws(JSONMismatch) -> Outcome {
        let isContent = reader.object["value"]?.string.map(StepValue.isContent) ?? false
        return try outcome(reader, isContent ? MessageSizes.content : MessageSizes.value)
    }
}

extension StepRequest {
    init(_ reader: JSONReader) throws(JSONMismatch) {
        let work: Work
        switch try reader.text("kind", MessageSizes.word) {
        case "do":
            work = .attempts(
                RetryPolicy(
                    limit: try reader.int("limit"), delay: try reader.length("delay"),
                    backoff: try reader.named("backoff")
                ))
        case "sleep":
            if reader.object["length"] != nil {
                work = .pause(length: try reader.length("length"))
            } else {
                work = .sleep(until: try reader.date("until"))
            }
        case "wait":
            work = .wait(event: try reader.text("event", MessageSizes.word), timeout: try reader.length("timeout"))
        case let kind: throw reader.mismatch("kind", "is unknown: \(kind)")
        }
        self.init(
            call: try reader.int("call"), key: try reader.text("key", MessageSizes.key),
            name: try reader.text("name", MessageSizes.name), work: work,
            child: try reader.optionalText("child", MessageSizes.name))
    }
}

extension JSONReader {
    /// A century is beyond any use, and keeps sums of times in range.
    fileprivate func length(_ name: String) throws(JSONMismatch) -> Duration {
        .milliseconds(min(max(try int(name), 0), 3_155_760_000_000))
    }

    /// As far as JavaScript has dates.
    fileprivate func date(_ name: String) throws(JSONMismatch) -> Timestamp {
        Timestamp(number: min(max(try int(name), -8_640_000_000_000_000), 8_640_000_000_000_000))
    }
}
