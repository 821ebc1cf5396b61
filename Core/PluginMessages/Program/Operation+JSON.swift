import JSON

// An operation is an object whose member `type` names it.

extension Operation {
    var json: JSONValue {
        switch self {
        case .step(let code, let inline):
            return ["type": "step", "code": code.json, "inline": .bool(inline)]
        case .http(let method, let url, let headers, let query, let body):
            return .object(
                JSONObject(
                    present: ("type", "http"), ("method", .string(method)), ("url", url.json),
                    ("headers", headers.json), ("query", query.json), ("body", body?.json)))
        case .sleep(let duration): return ["type": "sleep", "duration": duration.json]
        case .sleepUntil(let time): return ["type": "sleepUntil", "time": time.json]
        case .waitForEvent(let eventType, let timeout):
            return .object(
                JSONObject(
                    present: ("type", "waitForEvent"), ("eventType", .string(eventType)),
                    ("timeout", timeout.map(JSONValue.int))))
        case .subWorkflow(let workflow, let className, let input, let waits, let timeout):
            return .object(
                JSONObject(
                    present: ("type", "subWorkflow"), ("workflow", .string(workflow)),
                    ("className", .string(className)), ("input", input?.json), ("waits", .bool(waits)),
                    ("timeout", .int(timeout))))
        case .subScript(let worker, let method, let url, let headers, let body):
            return .object(
                JSONObject(
                    present: ("type", "subScript"), ("worker", .string(worker)), ("method", .string(method)),
                    ("url", url.json), ("headers", headers.json), ("body", body?.json)))
        case .template(let index, let params):
            return ["type": "template", "template": .int(index), "params": params.json]
        }
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        func template(_ key: String) throws(JSONMismatch) -> ValueTemplate {
            try reader.member(key, ValueTemplate.init(json:))
        }
        let body = try reader.optional("body", ValueTemplate.init(json:))
        switch try reader.string("type") {
        case "step":
            self = .step(code: try reader.member("code", CodeText.init(json:)), inline: try reader.bool("inline"))
        case "http":
            self = .http(
                method: try reader.string("method"), url: try template("url"), headers: try template("headers"),
                query: try template("query"), body: body)
        case "sleep": self = .sleep(try template("duration"))
        case "sleepUntil": self = .sleepUntil(try template("time"))
        case "waitForEvent":
            self = .waitForEvent(eventType: try reader.string("eventType"), timeout: try reader.optionalInt("timeout"))
        case "subWorkflow":
            self = .subWorkflow(
                workflow: try reader.string("workflow"), className: try reader.string("className"),
                input: try reader.optional("input", ValueTemplate.init(json:)), waits: try reader.bool("waits"),
                timeout: try reader.int("timeout"))
        case "subScript":
            self = .subScript(
                worker: try reader.string("worker"), method: try reader.string("method"), url: try template("url"),
                headers: try template("headers"), body: body)
        case "template": self = .template(try reader.int("template"), params: try template("params"))
        default: throw reader.mismatch("type", "is not known here")
        }
    }
}
