import JSON

// Programs cross the plugin boundary as JSON, by hand for speed and with a stable order of members.

extension Program: JSONMessage {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("kind", kind.rawValue)
            if runsDurably { writer.member("runsDurably", true) }
            writer.member("name", name)
            writer.member("trigger", trigger)
            writer.member("auth", auth)
            writer.member("triggerCode", triggerCode)
            writer.member("dependencies", dependencies)
            writer.member("nodes", long: nodes)
            writer.member("templates", templates)
            writer.member("body", body)
        }
    }

    /// - Throws: If the value is not a program, or refers to a node or template that it lacks.
    public init(json: JSONView) throws(JSONMismatch) { try self.init(json: json, nodes: nil, statements: nil) }

    public init(json text: JSONText) throws(JSONMismatch) { try self.init(json: text, at: .root) }

    /// Reads a long program in parts, many at once.
    public init(json text: JSONText, at place: JSONPlace) throws(JSONMismatch) {
        let nodes = text.elements(at: place, ["nodes"], ProgramNode.init(json:))
        let statements = text.elements(at: place, ["body", "statements"], Statement.init(json:))
        self = try text.read(at: place) { view throws(JSONMismatch) in
            try Program(json: view, nodes: nodes, statements: statements)
        }
    }

    /// - Parameters:
    ///   - nodes: What has been read of it already.
    ///   - statements: Those of the body, likewise.
    private init(json: JSONView, nodes: [ProgramNode]?, statements: [Statement]?) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        let all = if let nodes { nodes } else { try reader.list("nodes", ProgramNode.init(json:)) }
        self.init(
            kind: try reader.named("kind"), runsDurably: reader.found("runsDurably")?.bool ?? false,
            name: try reader.string("name"), trigger: try reader.member("trigger", Trigger.init(json:)),
            auth: try reader.optional("auth", TriggerAuth.init(json:)),
            triggerCode: try reader.optionalString("triggerCode"),
            dependencies: try reader.list("dependencies", Dependency.init(json:)),
            nodes: all,
            templates: try reader.list("templates", NodeTemplate.init(json:)),
            body: try reader.member("body") { json throws(JSONMismatch) in
                try Block(json: json, statements: statements)
            })
        try checkIndexes()
    }
}

extension Dependency: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("range", range)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        self.init(name: try reader.string("name"), range: try reader.string("range"))
    }
}

extension NodeTemplate: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("node", node)
            writer.member("version", version)
            writer.member("target", target)
            writer.member("source", source)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        self.init(
            node: try reader.string("node"), version: try reader.string("version"),
            target: try reader.string("target"), source: try reader.string("source"))
    }
}

extension Trigger: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .manual: writer.member("type", "manual")
            case .http(let path, let method):
                writer.member("type", "http")
                writer.member("path", path)
                writer.member("method", method)
            case .cron(let expression):
                writer.member("type", "cron")
                writer.member("expression", expression)
            case .event(let type):
                writer.member("type", "event")
                writer.member("eventType", type)
            }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        switch try reader.string("type") {
        case "manual": self = .manual
        case "http": self = .http(path: try reader.optionalString("path"), method: try reader.optionalString("method"))
        case "cron": self = .cron(expression: try reader.string("expression"))
        case "event": self = .event(type: try reader.string("eventType"))
        default: throw reader.mismatch("type", "is unknown")
        }
    }
}

extension ProgramNode: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("type", type)
            writer.member("variable", variable)
            writer.member("storage", storage.rawValue)
            writer.member("stepName", stepName)
            writer.member("exportName", exportName)
            if options != StepOptions() { writer.member("options", options) }
            writer.member("credential", credential)
            if !secretFields.isEmpty { writer.member("secretFields", JSONObject(texts: secretFields)) }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        self.init(
            id: try reader.string("id"), type: try reader.string("type"), variable: try reader.string("variable"),
            storage: try reader.named("storage"), stepName: try reader.string("stepName"),
            exportName: try reader.optionalString("exportName"),
            options: try reader.optional("options", StepOptions.init(json:)) ?? StepOptions(),
            credential: try reader.optional("credential", CredentialUse.init(json:)),
            secretFields: try reader.found("secretFields")?.value.decode() ?? [:])
    }
}

extension JSONObject {
    /// In the order of the names, which is the same each time.
    fileprivate init(texts: [String: String]) {
        self.init(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    }
}

extension CredentialUse: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("variables", JSONObject(texts: variables))
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        self.init(name: try reader.string("name"), variables: try reader.value("variables").value.decode())
    }
}

extension StepOptions: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("retries", retries)
            writer.member("timeout", timeout)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        self.init(
            retries: try reader.optional("retries", Retries.init(json:)), timeout: try reader.optionalInt("timeout"))
    }
}

extension StepOptions.Retries: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("limit", limit)
            writer.member("delay", delay)
            writer.member("backoff", backoff?.rawValue)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        self.init(
            limit: try reader.int("limit"), delay: try reader.int("delay"),
            backoff: try reader.found("backoff") == nil ? nil : reader.named("backoff"))
    }
}
