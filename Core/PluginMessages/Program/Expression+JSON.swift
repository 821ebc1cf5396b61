import JSON

extension Reference: JSONReadable, JSONWritable {
    /// `{"node": 3, "path": […]}`, or `root` with `event`, `trigger`, `env`, or `local` with a name.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch root {
            case .node(let index): writer.member("node", index)
            case .event: writer.member("root", "event")
            case .trigger: writer.member("root", "trigger")
            case .environment: writer.member("root", "env")
            case .local(let name): writer.member("local", name)
            }
            writer.member("path", path)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        let path = try reader.list("path", Part.init(json:))
        if let node = try reader.optionalInt("node") {
            self.init(root: .node(node), path: path)
        } else if let name = try reader.optionalString("local") {
            self.init(root: .local(name), path: path)
        } else {
            switch try reader.string("root") {
            case "event": self.init(root: .event, path: path)
            case "trigger": self.init(root: .trigger, path: path)
            case "env": self.init(root: .environment, path: path)
            default: throw reader.mismatch("root", "is unknown")
            }
        }
    }
}

extension Reference.Part: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .key(let key): writer.string(key)
        case .index(let index): writer.int(index)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        if let key = json.string {
            self = .key(key)
        } else if let index = json.int {
            self = .index(index)
        } else {
            throw JSONMismatch(message: "must be a string or an integer")
        }
    }
}

extension ValueTemplate: JSONReadable, JSONWritable {
    /// One member: `literal`, `reference`, `code`, `text`, `array` or `object` (a list of pairs, since order counts).
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .literal(let value): writer.member("literal", value)
            case .reference(let reference): writer.member("reference", reference)
            case .code(let code): writer.member("code", code)
            case .text(let parts): writer.member("text", parts)
            case .array(let values): writer.member("array", values)
            case .object(let members): writer.member("object", members)
            }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        switch reader.firstKey {
        case "literal": self = .literal(try reader.value("literal").value)
        case "reference": self = .reference(try reader.member("reference", Reference.init(json:)))
        case "code": self = .code(try reader.member("code", CodeText.init(json:)))
        case "text": self = .text(try reader.list("text", TextPart.init(json:)))
        case "array": self = .array(try reader.list("array", ValueTemplate.init(json:)))
        case "object":
            self = .object(try reader.list("object", Member.init(json:)))
        default: throw JSONMismatch(message: "is not a value template")
        }
    }
}

extension ValueTemplate.Member: JSONReadable, JSONWritable {
    /// A pair: a name and a value.
    public func write(to writer: inout JSONWriter) {
        writer.array { writer in
            writer.element(key)
            writer.element(value)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        guard let key = json.element(0)?.string, let value = json.element(1), json.element(2) == nil else {
            throw JSONMismatch(message: "must be a name and a value")
        }
        self.init(key: key, value: try ValueTemplate(json: value))
    }
}

extension TextPart: JSONReadable, JSONWritable {
    /// A string, a reference, or code.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.string(text)
        case .reference(let reference): reference.write(to: &writer)
        case .code(let code): code.write(to: &writer)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        if let text = json.string {
            self = .text(text)
        } else if json.member("parts") != nil {
            self = .code(try CodeText(json: json))
        } else {
            self = .reference(try Reference(json: json))
        }
    }
}

extension CodeText: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("field", field)
            writer.member("parts", parts)
            if !aliases.isEmpty { writer.member("aliases", aliases) }
            if usesOutput { writer.member("usesOutput", true) }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        let aliases = try reader.optional("aliases") { json throws(JSONMismatch) in
            try json.elements { _, alias throws(JSONMismatch) in try Alias(json: alias) }
        }
        self.init(
            parts: try reader.list("parts", Part.init(json:)), field: try reader.string("field"),
            aliases: (aliases ?? nil) ?? [], usesOutput: reader.found("usesOutput")?.bool ?? false)
    }
}

extension CodeText.Alias: JSONReadable, JSONWritable {
    /// A pair: a name and a reference.
    public func write(to writer: inout JSONWriter) {
        writer.array { writer in
            writer.element(name)
            writer.element(value)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        guard let name = json.element(0)?.string, let value = json.element(1), json.element(2) == nil else {
            throw JSONMismatch(message: "must be a pair of a name and a reference")
        }
        self.init(name: name, value: try Reference(json: value))
    }
}

extension CodeText.Part: JSONReadable, JSONWritable {
    /// A string, or one member: `reference`, `interpolation`, or `string` with `quote`.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .code(let code): writer.string(code)
        case .reference(let reference): writer.object("reference", reference)
        case .interpolation(let reference): writer.object("interpolation", reference)
        case .string(let parts, let quote):
            writer.object { writer in
                writer.member("string", parts)
                writer.member("quote", String(quote))
            }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        if let code = json.string {
            self = .code(code)
            return
        }
        let reader = try JSONMembers(json)
        switch reader.firstKey {
        case "reference": self = .reference(try reader.member("reference", Reference.init(json:)))
        case "interpolation": self = .interpolation(try reader.member("interpolation", Reference.init(json:)))
        case "string":
            self = .string(
                try reader.list("string", TextPart.init(json:)), quote: try reader.string("quote").first ?? "\"")
        default: throw JSONMismatch(message: "is not a part of code")
        }
    }
}
