import JSON

/// An index of vectors, which are searched one by one.
struct VectorIndex: Codable, Sendable {
    let name: String
    let description: String
    let dimensions: Int
    let metric: String
    let createdAt: Moment
    var vectors: [StoredVector]?

    var json: JSONValue {
        [
            "name": .string(name), "description": .string(description), "created_on": createdAt.json,
            "modified_on": createdAt.json,
            "config": ["dimensions": .int(dimensions), "metric": .string(metric)],
        ]
    }
}
