import JSON

extension CloudflareAPI {
    /// What Workers Logs has of a Worker. "Workers Logs" (https://developers.cloudflare.com/workers/observability/logs/workers-logs/).
    func events(_ query: TelemetryQuery) async throws(APIFailure) -> [JSONValue] {
        try await send(telemetry(query)).result["events"]?["events"]?.array ?? []
    }

    func telemetry(_ query: TelemetryQuery) -> APICall {
        APICall(
            .post, ofAccount("workers", "observability", "telemetry", "query"), needs: .observabilityEdit,
            body: .json(query.body), isRepeatable: true, gives: .object)
    }
}
