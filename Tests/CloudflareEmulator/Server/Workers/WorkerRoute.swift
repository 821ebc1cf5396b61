import JSON

/// A pattern of URLs in a zone that a Worker answers.
///
/// Declared apart from the provider's type: the emulator must not share what the provider believes of the API.
struct WorkerRoute: Codable, Sendable {
    let id: String
    let zone: String
    var pattern: String
    /// `nil`: no Worker answers there, although another route matches.
    var script: String?

    var json: JSONValue {
        .object(
            JSONObject(
                present: ("id", .string(id)), ("pattern", .string(pattern)),
                ("script", script.map(JSONValue.string))))
    }

    /// - Parameter url: Host and path.
    func matches(_ url: String) -> Bool {
        let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard var rest = pieces.first.flatMap({ url.hasPrefix($0) ? url.dropFirst($0.count) : nil }) else {
            return false
        }
        for (index, piece) in pieces.enumerated().dropFirst() {
            if index == pieces.count - 1 { return rest.hasSuffix(piece) }
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.isEmpty
    }
}

/// A host name that is a Worker.
///
/// Declared apart from the provider's type: the emulator must not share what the provider believes of the API.
struct WorkerDomain: Codable, Sendable {
    let id: String
    let hostname: String
    var service: String
    let zone: String
    let zoneName: String
    let certificate: String

    var json: JSONValue {
        [
            "id": .string(id), "hostname": .string(hostname), "service": .string(service),
            "environment": "production", "zone_id": .string(zone), "zone_name": .string(zoneName),
            "cert_id": .string(certificate),
        ]
    }
}
