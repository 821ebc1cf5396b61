import HTTPTypes
import Hummingbird
import JSON

/// A bucket of objects.
struct R2Bucket: Codable, Sendable {
    let name: String
    let createdAt: Moment
    let location: String
    /// `Standard` or `InfrequentAccess`.
    var storageClass: String
    /// `nil`: none, which the API calls `default`.
    var jurisdiction: String?

    var json: JSONValue {
        [
            "name": .string(name), "creation_date": createdAt.json, "location": .string(location),
            "storage_class": .string(storageClass), "jurisdiction": .string(jurisdiction ?? "default"),
        ]
    }
}

extension Account {
    /// A bucket is found with its jurisdiction only.
    func bucketIndex(_ call: Call) throws -> Int {
        let name = call.parameter("bucket")
        guard let index = buckets.firstIndex(where: { $0.name == name && $0.jurisdiction == call.jurisdiction }) else {
            throw APIError(.notFound, 10006, "The specified bucket does not exist.")
        }
        return index
    }
}

extension Call {
    /// "R2: Data location" (https://developers.cloudflare.com/r2/reference/data-location/); `nil`: none.
    var jurisdiction: String? {
        let name = request.headers[.jurisdiction]
        return name == "default" ? nil : name
    }
}

extension HTTPField.Name {
    fileprivate static let jurisdiction = HTTPField.Name("cf-r2-jurisdiction")!
}
