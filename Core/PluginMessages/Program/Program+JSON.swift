import JSON

// Programs cross the plugin boundary as JSON, by hand for speed and with a stable order of members.

extension Program {
    public var json: JSONValue {
        .object(
            JSONObject(
                present: ("kind", .string(kind.rawValue)), ("name", .string(name)), ("trigger", trigger.json),
                ("triggerCode", triggerCode.map(JSONValue.string)),
                ("dependencies", .array(dependencies.map(\.json))), ("nodes", .array(nodes.map(\.json))),
                ("templates", .array(templates.map(\.json))), ("body", body.json)))
    }

    /// - Throws: When it is no program, or names a node or template that it does not have.
    public init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            kind: try reader.named("kind"), name: try reader.string("name"),
            trigger: try reader.member("trigger", Trigger.init(json:)),
            triggerCode: try reader.optionalString("triggerCode"),
            dependencies: try reader.list("dependencies", Dependency.init(json:)),
            nodes: try reader.list("nodes", ProgramNode.init(json:)),
            templates: try reader.list("templates", NodeTemplate.init(json:)),
            body: try reader.member("body", Block.init(json:)))
        try checkIndexes()
    }
}

extension Dependency {
    var json: JSONValue { ["name": .string(name), "range": .string(range)] }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(name: try reader.string("name"), range: try reader.string("range"))
    }
}

extension NodeTemplate {
    var json: JSONValue {
        ["node": .string(node), "version": .string(version), "target": .string(target), "source": .string(source)]
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            node: try reader.string("node"), version: try reader.string("version"),
            target: try reader.string("target"), source: try reader.string("source"))
    }
}

extension Trigger {
    var json: JSONValue {
        switch self {
        case .manual: ["type": "manual"]
        case .http(let path, let method):
            .object(
                JSONObject(
                    present: ("type", "http"), ("path", path.map(JSONValue.string)),
                    ("method", method.map(JSONValue.string))))
        case .cron(let expression): ["type": "cron", "expression": .string(expression)]
        case .event(let type): ["type": "event", "eventType": .string(type)]
        }
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        switch try reader.string("type") {
        case "manual": self = .manual
        case "http": self = .http(path: try reader.optionalString("path"), method: try reader.optionalString("method"))
        case "cron": self = .cron(expression: try reader.string("expression"))
        case "event": self = .event(type: try reader.string("eventType"))
        default: throw reader.mismatch("type", "is not known here")
        }
    }
}

extension ProgramNode {
    var json: JSONValue {
        .object(
            JSONObject(
                present: ("id", .string(id)), ("type", .string(type)), ("variable", .string(variable)),
                ("storage", .string(storage.rawValue)), ("stepName", .string(stepName)),
                ("exportName", exportName.map(JSONValue.string)),
                ("options", options == StepOptions() ? nil : options.json)))
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            id: try reader.string("id"), type: try reader.string("type"), variable: try reader.string("variable"),
            storage: try reader.named("storage"), stepName: try reader.string("stepName"),
            exportName: try reader.optionalString("exportName"),
            options: try reader.optional("options", StepOptions.init(json:)) ?? StepOptions())
    }
}

extension StepOptions {
    var json: JSONValue {
        let retries = retries.map { retries in
            JSONValue.object(
                JSONObject(
                    present: ("limit", .int(retries.limit)), ("delay", .int(retries.delay)),
                    ("backoff", retries.backoff.map { .string($0.rawValue) })))
        }
        return .object(JSONObject(present: ("retries", retries), ("timeout", timeout.map(JSONValue.int))))
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        let retries = try reader.optional("retries") { json throws(JSONMismatch) in
            let reader = try JSONReader(json)
            let backoff: Backoff? = reader.object["backoff"] == nil ? nil : try reader.named("backoff")
            return Retries(limit: try reader.int("limit"), delay: try reader.int("delay"), backoff: backoff)
        }
        self.init(retries: retries, timeout: try reader.optionalInt("timeout"))
    }
}
