import JSON

/// A host name that is a Worker's own.
struct WorkerDomain: Sendable, Hashable, Codable {
    let id: String
    let hostname: String
    let zoneName: String?
}

extension CloudflareAPI {
    func domains(of script: String) async throws(APIFailure) -> [WorkerDomain] {
        try await send(
            APICall(.get, ofAccount("workers", "domains"), needs: .scriptsRead, query: [("service", script)])
        ).list.compactMap {
            guard let id = $0["id"]?.string, let hostname = $0["hostname"]?.string,
                $0["service"]?.string == script
            else { return nil }
            return WorkerDomain(id: id, hostname: hostname, zoneName: $0["zone_name"]?.string)
        }
    }

    /// The Worker that a host name is of.
    func owner(ofDomain hostname: String) async throws(APIFailure) -> String? {
        try await send(
            APICall(.get, ofAccount("workers", "domains"), needs: .scriptsRead, query: [("hostname", hostname)])
        ).list.first { $0["hostname"]?.string == hostname }?["service"]?.string
    }

    /// - Parameter zoneName: `nil` lets the API find the zone.
    func putDomain(_ hostname: String, zoneName: String?, to script: String) async throws(APIFailure) {
        var body: JSONObject = [
            "hostname": .string(hostname), "service": .string(script), "environment": "production",
        ]
        if let zoneName { body["zone_name"] = .string(zoneName) }
        try await send(
            APICall(.put, ofAccount("workers", "domains"), needs: .scriptsEdit, body: .json(.object(body))))
    }

    func deleteDomain(_ id: String) async throws(APIFailure) {
        try await send(APICall(.delete, ofAccount("workers", "domains", id), needs: .scriptsEdit))
    }
}
