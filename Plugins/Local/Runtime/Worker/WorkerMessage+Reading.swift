import JSON
import PluginMessages

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
        case "print":
            self = .printed(try reader.named("level"), try reader.text("text", MessageSizes.line))
        case "held": self = .held(run: try reader.int("run"))
        case "cancelled":
            self = .cancelled(
                run: try reader.int("run"), call: try reader.int("call"), reason: try reader.optionalString("reason"))
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
