import JSON

/// What a value may be, in JSON Schema (2020-12): requests are held against it, and the API's document shows it.
struct Schema: Sendable {
    /// Where it is used: the keywords themselves, or a reference to a named schema.
    var json: JSONObject
    /// The named schemas that it leads to.
    private(set) var definitions: [String: JSONObject] = [:]
    /// References whose values are checked by whoever reads them: of a request, only their type is.
    private(set) var readElsewhere: Set<JSONValue> = []

    init(_ json: JSONObject, with parts: [Schema] = []) {
        self.json = json
        for part in parts {
            definitions.merge(part.definitions) { first, _ in first }
            readElsewhere.formUnion(part.readElsewhere)
        }
    }

    /// Where a named schema is in the document.
    static let place = "#/components/schemas/"

    /// Says once in the document what it is, and its name wherever it is used.
    func named(_ name: String) -> Schema {
        var named = Schema(["$ref": .string(Self.place + name)])
        named.definitions = definitions
        named.definitions[name] = json
        named.readElsewhere = readElsewhere
        return named
    }

    /// This named schema, which describes and does not refuse.
    var checkedElsewhere: Schema {
        var schema = self
        if let reference = json["$ref"] { schema.readElsewhere.insert(reference) }
        return schema
    }

    /// The name in the document; `nil` for a schema that is declared where it is used.
    var name: String? { json["$ref"]?.string.map { String($0.dropFirst(Self.place.count)) } }

    /// Said of this use of it.
    func note(_ text: String) -> Schema { with("description", .string(text)) }

    func example(_ value: JSONValue) -> Schema { with("examples", .array([value])) }

    func usually(_ value: JSONValue) -> Schema { with("default", value) }

    /// `null`, too.
    var orNull: Schema {
        guard let type = json["type"]?.string else {
            var both = Schema(["anyOf": [.object(json), ["type": "null"]]])
            both.definitions = definitions
            both.readElsewhere = readElsewhere
            return both
        }
        let words = json["enum"]?.array.map { JSONValue.array($0 + [.null]) }
        let nullable = with("type", .array([.string(type), "null"]))
        return words.map { nullable.with("enum", $0) } ?? nullable
    }

    private func with(_ keyword: String, _ value: JSONValue) -> Schema {
        var schema = self
        schema.json[keyword] = value
        return schema
    }
}

extension Schema {
    /// Anything at all.
    static let anything = Schema([:])
    static let flag = Schema(["type": "boolean"])
    static let number = Schema(["type": "number"])
    static let text = Schema(["type": "string"])
    static let time = Schema(["type": "string", "format": "date-time"]).example("2026-03-29T10:00:00.000Z")

    static func whole(_ range: ClosedRange<Int>) -> Schema {
        Schema(["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)])
    }

    /// An integer from 0.
    static let count = Schema(["type": "integer", "minimum": 0])

    /// - Parameter lengths: In characters.
    static func text(_ lengths: ClosedRange<Int>, pattern: String? = nil) -> Schema {
        var json: JSONObject = ["type": "string", "maxLength": .int(lengths.upperBound)]
        if lengths.lowerBound > 0 { json["minLength"] = .int(lengths.lowerBound) }
        if let pattern { json["pattern"] = .string(pattern) }
        return Schema(json)
    }

    static func choice(_ words: [String]) -> Schema {
        Schema(["type": "string", "enum": .array(words.map(JSONValue.string))])
    }

    static func choice<Words: RawRepresentable & CaseIterable>(of type: Words.Type) -> Schema
    where Words.RawValue == String { choice(type.allCases.map(\.rawValue)) }

    static func list(of element: Schema, least: Int? = nil, most: Int? = nil) -> Schema {
        var json: JSONObject = ["type": "array", "items": .object(element.json)]
        if let least { json["minItems"] = .int(least) }
        if let most { json["maxItems"] = .int(most) }
        return Schema(json, with: [element])
    }

    /// A value of any of several schemas.
    static func any(of choices: [Schema]) -> Schema {
        Schema(["anyOf": .array(choices.map { .object($0.json) })], with: choices)
    }

    /// A value of exactly one of several schemas.
    static func one(of choices: [Schema]) -> Schema {
        Schema(["oneOf": .array(choices.map { .object($0.json) })], with: choices)
    }

    /// An object of any names.
    static func map(of value: Schema = .anything) -> Schema {
        Schema(["type": "object", "additionalProperties": .object(value.json)], with: [value])
    }

    /// An object that has all of these members.
    static func object(_ members: KeyValuePairs<String, Schema>) -> Schema {
        object(members.map { ($0.key, $0.value) }, required: members.map(\.key))
    }

    /// An object that has some of these members: of the others, `null` is as good as absent.
    static func body(_ members: KeyValuePairs<String, Schema>, required: Set<String> = []) -> Schema {
        object(
            members.map { ($0.key, required.contains($0.key) ? $0.value : $0.value.orNull) },
            required: members.map(\.key).filter(required.contains))
    }

    static func object(_ members: [(String, Schema)], required: [String]) -> Schema {
        var json: JSONObject = ["type": "object"]
        if !required.isEmpty { json["required"] = .array(required.map(JSONValue.string)) }
        json["properties"] = .object(JSONObject(members.map { ($0.0, .object($0.1.json)) }))
        return Schema(json, with: members.map(\.1))
    }

    /// This object with no other members: what is misspelled must not be taken for what was left out.
    var closed: Schema { with("additionalProperties", false) }

    /// This object with more members, which it always has; a named one loses its name.
    func adding(_ members: KeyValuePairs<String, Schema>) -> Schema {
        var json = definition(json)
        let properties = (json["properties"]?.object ?? [:]).map { ($0.key, $0.value) }
        json["properties"] = .object(JSONObject(properties + members.map { ($0.key, .object($0.value.json)) }))
        json["required"] = .array((json["required"]?.array ?? []) + members.map { .string($0.key) })
        return Schema(json, with: [self] + members.map(\.value))
    }

    /// This object, which must not have these members.
    func without(_ names: [String]) -> Schema {
        let properties = (json["properties"]?.object ?? [:]).map { ($0.key, $0.value) }
        // Not `false`, which generators do not take for a schema.
        let none: JSONValue = ["not": [:], "description": "Is set on creation and cannot be changed."]
        return with("properties", .object(JSONObject(properties + names.map { ($0, none) })))
    }

    /// The keywords behind a reference.
    func definition(_ json: JSONObject) -> JSONObject {
        guard let name = json["$ref"]?.string?.dropFirst(Self.place.count) else { return json }
        return definitions[String(name)] ?? [:]
    }
}
