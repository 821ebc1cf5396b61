import JSON

extension Reference {
    /// `{"node": 3, "path": […]}`, or `root` with `event`, `trigger`, `env`, or `local` with a name.
    var json: JSONValue {
        let (key, value): (String, JSONValue) =
            switch root {
            case .node(let index): ("node", .int(index))
            case .event: ("root", "event")
            case .trigger: ("root", "trigger")
            case .environment: ("root", "env")
            case .local(let name): ("local", .string(name))
            }
        return .object(JSONObject([(key, value), ("path", .array(path.map(\.json)))]))
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
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
            default: throw reader.mismatch("root", "is not known here")
            }
        }
    }
}

extension Reference.Part {
    var json: JSONValue {
        switch self {
        case .key(let key): .string(key)
        case .index(let index): .int(index)
        }
    }

    init(json: JSONValue) throws(JSONMismatch) {
        if let key = json.string {
            self = .key(key)
        } else if let index = json.int {
            self = .index(index)
        } else {
            throw JSONMismatch(message: "must be a string or an integer")
        }
    }
}

extension ValueTemplate {
    /// One member: `literal`, `reference`, `code`, `text`, `array` or `object` (a list of pairs, since order counts).
    var json: JSONValue {
        switch self {
        case .literal(let value): ["literal": value]
        case .reference(let reference): ["reference": reference.json]
        case .code(let code): ["code": code.json]
        case .text(let parts): ["text": .array(parts.map(\.json))]
        case .array(let values): ["array": .array(values.map(\.json))]
        case .object(let members): ["object": .array(members.map { [.string($0.key), $0.value.json] })]
        }
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        switch reader.object.members.first?.key {
        case "literal": self = .literal(try reader.value("literal"))
        case "reference": self = .reference(try reader.member("reference", Reference.init(json:)))
        case "code": self = .code(try reader.member("code", CodeText.init(json:)))
        case "text": self = .text(try reader.list("text", TextPart.init(json:)))
        case "array": self = .array(try reader.list("array", ValueTemplate.init(json:)))
        case "object":
            self = .object(
                try reader.list("object") { json throws(JSONMismatch) in
                    guard let pair = json.array, pair.count == 2, let key = pair[0].string else {
                        throw JSONMismatch(message: "must be a name and a value")
                    }
                    return Member(key: key, value: try ValueTemplate(json: pair[1]))
                })
        default: throw JSONMismatch(message: "is no value template")
        }
    }
}

extension TextPart {
    /// A string, a reference, or code.
    var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .reference(let reference): reference.json
        case .code(let code): code.json
        }
    }

    init(json: JSONValue) throws(JSONMismatch) {
        if let text = json.string {
            self = .text(text)
        } else if json["parts"] != nil {
            self = .code(try CodeText(json: json))
        } else {
            self = .reference(try Reference(json: json))
        }
    }
}

extension CodeText {
    var json: JSONValue {
        .object(
            JSONObject(
                present: ("field", .string(field)), ("parts", .array(parts.map(\.json))),
                ("aliases", aliases.isEmpty ? nil : .array(aliases.map { [.string($0.name), $0.value.json] })),
                ("usesOutput", usesOutput ? true : nil)))
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        let aliases = try reader.optional("aliases") { json throws(JSONMismatch) in
            try (json.array ?? []).map { json throws(JSONMismatch) in
                guard let pair = json.array, pair.count == 2, let name = pair[0].string else {
                    throw JSONMismatch(message: "must be a pair of a name and a reference")
                }
                return Alias(name: name, value: try Reference(json: pair[1]))
            }
        }
        self.init(
            parts: try reader.list("parts", Part.init(json:)), field: try reader.string("field"),
            aliases: aliases ?? [], usesOutput: reader.object["usesOutput"]?.bool ?? false)
    }
}

extension CodeText.Part {
    /// A string, or one member: `reference`, `interpolation`, or `string` with `quote`.
    var json: JSONValue {
        switch self {
        case .code(let code): .string(code)
        case .reference(let reference): ["reference": reference.json]
        case .interpolation(let reference): ["interpolation": reference.json]
        case .string(let parts, let quote):
            ["string": .array(parts.map(\.json)), "quote": .string(String(quote))]
        }
    }

    init(json: JSONValue) throws(JSONMismatch) {
        if let code = json.string {
            self = .code(code)
            return
        }
        let reader = try JSONReader(json)
        switch reader.object.members.first?.key {
        case "reference": self = .reference(try reader.member("reference", Reference.init(json:)))
        case "interpolation": self = .interpolation(try reader.member("interpolation", Reference.init(json:)))
        case "string":
            self = .string(
                try reader.list("string", TextPart.init(json:)), quote: try reader.string("quote").first ?? "\"")
        default: throw JSONMismatch(message: "is no part of code")
        }
    }
}
