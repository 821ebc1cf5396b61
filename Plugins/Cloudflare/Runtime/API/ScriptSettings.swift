import JSON

/// The settings of a Worker that no version carries.
struct ScriptSettings: Sendable, Hashable, Codable {
    let logpush: Bool
    let observability: JSONValue
    let tags: [String]

    init(logpush: Bool, observability: JSONValue, tags: [String]) {
        self.logpush = logpush
        self.observability = observability
        self.tags = tags
    }

    init(_ json: JSONValue) {
        logpush = json["logpush"]?.bool ?? false
        observability = json["observability"] ?? .null
        tags = (json["tags"]?.array ?? []).compactMap(\.string)
    }

    var json: JSONValue {
        [
            "logpush": .bool(logpush), "observability": observability,
            "tags": .array(tags.map(JSONValue.string)),
        ]
    }
}
