import JSON

/// Calls the resource endpoints of a connection.
struct ResourceClient {
    let api: RESTClient
    let connection: String

    func list(_ path: String, _ query: RESTClient.Query = [:], limit: Int) async throws -> JSONValue {
        try await api.list("/api/resources/\(path)", query.about(connection), limit: limit)
    }

    func get(_ path: String) async throws -> JSONValue {
        try await api.get("/api/resources/\(path)", ["connectionId": connection])
    }

    func post(_ path: String, _ body: JSONValue) async throws -> JSONValue {
        try await api.post("/api/resources/\(path)", body, ["connectionId": connection])
    }

    func delete(_ path: String) async throws -> JSONValue {
        try await api.call(.DELETE, "/api/resources/\(path)", ["connectionId": connection])
    }

    /// Any bytes.
    func download(_ path: String) async throws -> [UInt8] {
        try await api.exchange(.GET, "/api/resources/\(path)", ["connectionId": connection]).body
    }

    func upload(_ path: String, _ bytes: [UInt8], _ query: RESTClient.Query) async throws -> JSONValue {
        let response = try await api.exchange(
            .PUT, "/api/resources/\(path)", query.about(connection), bytes, type: "application/octet-stream")
        return (try? JSONValue(parsing: response.body)) ?? nil
    }
}

extension RESTClient.Query {
    fileprivate func about(_ connection: String) -> RESTClient.Query {
        var query = self
        query.pairs.append(("connectionId", connection))
        return query
    }
}
