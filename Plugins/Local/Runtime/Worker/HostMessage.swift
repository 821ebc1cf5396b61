import JSON

/// What the host says to a worker process; `Shim/messages.ts` has the same in TypeScript.
enum HostMessage: Sendable, Equatable {
    case load(Load)
    /// `payload` is a JSON text, `timestamp` milliseconds since 1970.
    /// `known` are the keys of the steps that the journal has, `unfinished` those of them without an outcome.
    case start(
        run: Int, instance: String, payload: String, timestamp: Int, known: [String], unfinished: [String])
    /// From now on the run's steps are asked for, or are not.
    case hold(run: Int, Bool)
    case drop(run: Int)
    case ping
    /// `value` is a JSON text, `body` a stream's number.
    case invoke(call: Int, Handler, value: String, body: Int?)
    /// Nobody waits for the answer any more.
    case abandon(call: Int)
    case stream(StreamMessage)
    case attempt(call: Int, attempt: Int)
    /// What was reported last is in the journal.
    case saved(call: Int)
    /// A JSON text; `nil` for `undefined`.
    case value(call: Int, String?)
    case error(call: Int, StepFailure)

    struct Load: Sendable, Equatable {
        /// What each line of the process has to begin with to count as a message.
        let token: String
        let service: String
        /// The address of its file.
        let module: String
        /// That of its folder on this machine, which the program does not see.
        let folder: String
        /// `nil` for a function.
        let className: String?
        let environment: [String: String]
        let bindings: [String: DeployedBinding]
        let usesNodeModules: Bool
        /// That a request or a response may have.
        var headers = LocalConfiguration.standardHeaders
        /// The address of the proxy that Node's sockets connect through, with the process's token.
        var proxy: String?
    }

    /// A handler of the module's default export; `rpc` is any method of it.
    enum Handler: String, Sendable { case fetch, queue, scheduled, rpc }

    /// One line.
    var bytes: [UInt8] {
        // By far the most frequent one.
        if case .saved(let call) = self { return Array("{\"op\":\"saved\",\"call\":\(call)}\n".utf8) }
        return JSONValue.object(object).bytes + [0x0A]
    }

    private var object: JSONObject {
        switch self {
        case .load(let load):
            JSONObject(
                present: ("op", "load"), ("token", .string(load.token)), ("service", .string(load.service)),
                ("module", .string(load.module)), ("folder", .string(load.folder)),
                ("className", load.className.map(JSONValue.string)),
                ("env", .object(JSONObject(load.environment.map { ($0.key, .string($0.value)) }))),
                ("bindings", .object(JSONObject(load.bindings.map { ($0.key, .string($0.value.kind.rawValue)) }))),
                ("nodeModules", .bool(load.usesNodeModules)), ("headers", .int(load.headers)),
                ("proxy", load.proxy.map(JSONValue.string)))
        case .start(let run, let instance, let payload, let timestamp, let known, let unfinished):
            [
                "op": "start", "run": .int(run), "instance": .string(instance), "payload": .string(payload),
                "timestamp": .int(timestamp), "known": .array(known.map(JSONValue.string)),
                "unfinished": .array(unfinished.map(JSONValue.string)),
            ]
        case .hold(let run, let isHeld): ["op": "hold", "run": .int(run), "isHeld": .bool(isHeld)]
        case .drop(let run): ["op": "drop", "run": .int(run)]
        case .ping: ["op": "ping"]
        case .invoke(let call, let handler, let value, let body):
            JSONObject(
                present: ("op", "invoke"), ("call", .int(call)), ("handler", .string(handler.rawValue)),
                ("value", .string(value)), ("body", body.map(JSONValue.int)))
        case .abandon(let call): ["op": "abandon", "call": .int(call)]
        case .stream(let message):
            JSONObject([("op", "stream")] + message.members.compactMap { name, value in value.map { (name, $0) } })
        case .saved(let call): ["op": "saved", "call": .int(call)]
        case .attempt(let call, let attempt): ["op": "attempt", "call": .int(call), "attempt": .int(attempt)]
        case .value(let call, let text):
            JSONObject(present: ("op", "value"), ("call", .int(call)), ("value", text.map(JSONValue.string)))
        case .error(let call, let failure): ["op": "error", "call": .int(call), "error": failure.json]
        }
    }
}
