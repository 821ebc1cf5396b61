import JSON

extension CloudflareAPI {
    /// The id of a zone of the account; `nil` when the token sees none of that name.
    func zone(named name: String) async throws(APIFailure) -> String? {
        try await send(
            APICall(.get, ["zones"], needs: .zoneRead, query: [("name", name), ("account.id", account)], gives: .list)
        ).list.first { $0["name"]?.string == name }?["id"]?.string
    }

    /// A zone that is gone has none.
    func routes(in zone: String) async throws(APIFailure) -> [WorkerRoute] {
        let call = APICall(.get, ["zones", zone, "workers", "routes"], needs: .routesRead, gives: .list)
        let answer = try await orMissing(isSecondary: true) { () throws(APIFailure) in try await send(call) }
        return (answer?.list ?? []).compactMap {
            guard let id = $0["id"]?.string, let pattern = $0["pattern"]?.string else { return nil }
            return WorkerRoute(id: id, zone: zone, pattern: pattern, script: $0["script"]?.string)
        }
    }

    func createRoute(_ pattern: String, to script: String, in zone: String) async throws(APIFailure) {
        try await send(
            APICall(
                .post, ["zones", zone, "workers", "routes"], needs: .routesEdit,
                body: .json(["pattern": .string(pattern), "script": .string(script)])))
    }

    func deleteRoute(_ id: String, in zone: String) async throws(APIFailure) {
        try await send(APICall(.delete, ["zones", zone, "workers", "routes", id], needs: .routesEdit))
    }
}
