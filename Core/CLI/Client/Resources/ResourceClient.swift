import JSON

/// Calls the resource endpoints of a connection.
struct ResourceClient {
    let api: RESTClient
    let connection: String
    /// `nil` leaves it to the server that leads.
    let server: String?

    func list(_ path: String, _ query: RESTClient.Query = [:], limit: Int) async throws -> JSONValue {
        try await api.list("/api/resources/\(path)", about(query), limit: limit)
    }

    func get(_ path: String) async throws -> JSONValue {
        try await api.get("/api/resources/\(path)", about([:]))
    }

    func post(_ path: String, _ body: JSONValue) async throws -> JSONValue {
        try await api.post("/api/resources/\(path)", body, about([:]))
    }

    func delete(_ path: String) async throws -> JSONValue {
        try await api.call(.DELETE, "/api/resources/\(path)", about([:]))
    }

    /// Any bytes.
    func download(_ path: String) async throws -> [UInt8] {
        try await api.exchange(.GET, "/api/resources/\(path)", about([:])).body
    }

    func upload(_ path: String, _ bytes: [UInt8], _ query: RESTClient.Query) async throws -> JSONValue {
        let response = try await api.exchange(
            .PUT, "/api/resources/\(path)", about(query), bytes, type: "application/octet-stream")
        return (try? JSONValue(parsing: response.body)) ?? nil
    }

    private func about(_ query: RESTClient.Query) -> RESTClient.Query {
        var query = query
        query.pairs.append(("connectionId", connection))
        if let server { query.pairs.append(("server", server)) }
        return query
    }
}
