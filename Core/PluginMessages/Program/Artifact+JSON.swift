import JSON

extension Artifact: JSONMessage {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("target", target)
            writer.member("kind", kind.rawValue)
            writer.member("fileName", fileName)
            writer.member("className", className)
            writer.member("source", source)
            writer.member("javaScript", javaScript)
            writer.member("lineMap", long: lineMap)
            writer.member("bindings", bindings)
            writer.member("requiredEnvironment", requiredEnvironment)
            writer.member("dependencies", dependencies)
            writer.member("trigger", trigger)
            writer.member("warnings", warnings)
            writer.member("durableSteps", durableSteps)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) { try self.init(json: json, lineMap: nil) }

    /// - Parameter lineMap: What has been read of it already.
    init(json: JSONView, lineMap: [LineMapping]?) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        let lines = if let lineMap { lineMap } else { try reader.list("lineMap", LineMapping.init(json:)) }
        self.init(
            target: try reader.string("target"), kind: try reader.named("kind"),
            fileName: try reader.string("fileName"), className: try reader.optionalString("className"),
            source: try reader.string("source"), javaScript: try reader.optionalString("javaScript"),
            lineMap: lines,
            bindings: try reader.list("bindings", Binding.init(json:)),
            requiredEnvironment: try reader.list("requiredEnvironment", String.init(json:)),
            dependencies: try reader.list("dependencies", Dependency.init(json:)),
            trigger: try reader.member("trigger", Trigger.init(json:)),
            warnings: try reader.list("warnings", Diagnostic.init(json:)),
            durableSteps: try reader.optionalInt("durableSteps"))
    }
}

extension LineMapping: JSONReadable, JSONWritable {
    /// `[line, nodeId, field, fieldLine]`, cut after the last that there is: artifacts have thousands.
    public func write(to writer: inout JSONWriter) {
        writer.array { writer in
            writer.element(line)
            if let nodeId { writer.element(nodeId) }
            if let field, let fieldLine {
                writer.element(field)
                writer.element(fieldLine)
            }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        guard let line = json.element(0)?.int else {
            throw JSONMismatch(message: "must be an array that begins with a line")
        }
        let fieldLine = json.element(3)
        self.init(
            line: line, nodeId: json.element(1)?.string, field: fieldLine == nil ? nil : json.element(2)?.string,
            fieldLine: fieldLine?.int)
    }
}

extension Binding: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", type)
            writer.member("name", name)
            if !settings.isEmpty { writer.member("settings", settings) }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        self.init(
            type: try reader.string("type"), name: try reader.string("name"),
            settings: reader.found("settings")?.value.object ?? [:])
    }
}

extension Diagnostic: JSONMessage {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("severity", severity.rawValue)
            writer.member("code", code)
            writer.member("message", message)
            writer.member("pointer", pointer)
            writer.member("nodeId", nodeId)
            writer.member("line", line)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        self.init(
            .init(named: try reader.string("severity")), code: try reader.string("code"),
            message: try reader.string("message"),
            pointer: try reader.string("pointer"), nodeId: try reader.optionalString("nodeId"),
            line: try reader.optionalInt("line"))
    }
}
