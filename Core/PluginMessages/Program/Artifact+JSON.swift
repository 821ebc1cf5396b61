import JSON

extension Artifact {
    public var json: JSONValue {
        .object(
            JSONObject(
                present: ("target", .string(target)), ("kind", .string(kind.rawValue)),
                ("fileName", .string(fileName)), ("className", className.map(JSONValue.string)),
                ("source", .string(source)), ("javaScript", javaScript.map(JSONValue.string)),
                ("lineMap", .array(lineMap.map(\.json))),
                ("bindings", .array(bindings.map(\.json))),
                ("requiredEnvironment", .array(requiredEnvironment.map(JSONValue.string))),
                ("dependencies", .array(dependencies.map(\.json))), ("trigger", trigger.json),
                ("warnings", .array(warnings.map(\.json))), ("durableSteps", durableSteps.map(JSONValue.int))))
    }

    public init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            target: try reader.string("target"), kind: try reader.named("kind"),
            fileName: try reader.string("fileName"), className: try reader.optionalString("className"),
            source: try reader.string("source"), javaScript: try reader.optionalString("javaScript"),
            lineMap: try reader.list("lineMap", LineMapping.init(json:)),
            bindings: try reader.list("bindings", Binding.init(json:)),
            requiredEnvironment: try reader.list("requiredEnvironment") { json throws(JSONMismatch) in
                guard let name = json.string else { throw JSONMismatch(message: "must be a string") }
                return name
            },
            dependencies: try reader.list("dependencies", Dependency.init(json:)),
            trigger: try reader.member("trigger", Trigger.init(json:)),
            warnings: try reader.list("warnings", Diagnostic.init(json:)),
            durableSteps: try reader.optionalInt("durableSteps"))
    }
}

extension LineMapping {
    /// `[line, nodeId, field, fieldLine]`, cut after the last that there is: artifacts have thousands.
    var json: JSONValue {
        var values: [JSONValue] = [.int(line)]
        if let nodeId { values.append(.string(nodeId)) }
        if let field, let fieldLine { values += [.string(field), .int(fieldLine)] }
        return .array(values)
    }

    init(json: JSONValue) throws(JSONMismatch) {
        guard let values = json.array, let line = values.first?.int else {
            throw JSONMismatch(message: "must be an array that begins with a line")
        }
        self.init(
            line: line, nodeId: values.count > 1 ? values[1].string : nil,
            field: values.count > 3 ? values[2].string : nil, fieldLine: values.count > 3 ? values[3].int : nil)
    }
}

extension Binding {
    var json: JSONValue {
        .object(
            JSONObject(
                present: ("type", .string(type)), ("name", .string(name)),
                ("settings", settings.isEmpty ? nil : .object(settings))))
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            type: try reader.string("type"), name: try reader.string("name"),
            settings: reader.object["settings"]?.object ?? [:])
    }
}

extension Diagnostic {
    public var json: JSONValue {
        .object(
            JSONObject(
                present: ("severity", .string(severity.rawValue)), ("code", .string(code)),
                ("message", .string(message)), ("pointer", .string(pointer)),
                ("nodeId", nodeId.map(JSONValue.string)), ("line", line.map(JSONValue.int))))
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            .init(named: try reader.string("severity")), code: try reader.string("code"),
            message: try reader.string("message"),
            pointer: try reader.string("pointer"), nodeId: try reader.optionalString("nodeId"),
            line: try reader.optionalInt("line"))
    }
}
