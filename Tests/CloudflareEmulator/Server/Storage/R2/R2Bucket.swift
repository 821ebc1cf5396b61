import JSON

/// A bucket of objects.
struct R2Bucket: Codable, Sendable {
    let name: String
    let createdAt: Moment
    let location: String
    /// `Standard` or `InfrequentAccess`.
    var storageClass: String

    var json: JSONValue {
        [
            "name": .string(name), "creation_date": createdAt.json, "location": .string(location),
            "storage_class": .string(storageClass), "jurisdiction": "default",
        ]
    }
}

extension Account {
    func bucketIndex(_ name: String) throws -> Int {
        guard let index = buckets.firstIndex(where: { $0.name == name }) else {
            throw APIError(.notFound, 10006, "The specified bucket does not exist.")
        }
        return index
    }
}
