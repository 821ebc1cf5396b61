import JSON

// An operation is an object whose member `type` names it.

extension Operation: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .step(let code, let inline):
                writer.member("type", "step")
                writer.member("code", code)
                writer.member("inline", inline)
            case .http(let method, let url, let headers, let query, let body):
                writer.member("type", "http")
                writer.member("method", method)
                writer.member("url", url)
                writer.member("headers", headers)
                writer.member("query", query)
                writer.member("body", body)
            case .sleep(let duration):
                writer.member("type", "sleep")
                writer.member("duration", duration)
            case .sleepUntil(let time):
                writer.member("type", "sleepUntil")
                writer.member("time", time)
            case .waitForEvent(let eventType, let timeout):
                writer.member("type", "waitForEvent")
                writer.member("eventType", eventType)
                writer.member("timeout", timeout)
            case .subWorkflow(let workflow, let className, let input, let waits, let timeout):
                writer.member("type", "subWorkflow")
                writer.member("workflow", workflow)
                writer.member("className", className)
                writer.member("input", input)
                writer.member("waits", waits)
                writer.member("timeout", timeout)
            case .subScript(let worker, let method, let url, let headers, let body):
                writer.member("type", "subScript")
                writer.member("worker", worker)
                writer.member("method", method)
                writer.member("url", url)
                writer.member("headers", headers)
                writer.member("body", body)
            case .template(let index, let params):
                writer.member("type", "template")
                writer.member("template", index)
                writer.member("params", params)
            }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
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
        default: throw reader.mismatch("type", "is unknown")
        }
    }
}
