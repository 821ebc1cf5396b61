import JSON

/// Asks what would end if deployments were removed.
struct DeploymentEnds {
    let api: RESTClient

    /// - Parameters:
    ///   - workflow: Its id.
    ///   - connection: Its id.
    ///   - others: The names of workflows that are removed with it.
    func ofDeployment(
        of workflow: String, from connection: String, besides others: Set<String> = []
    ) async throws -> TakedownText {
        let effects = try await api.post(
            "/api/workflows/\(workflow)/takedown-preview", ["connectionId": .string(connection)])
        return TakedownText([effects], besides: others)
    }

    /// Of all of a workflow's deployments.
    /// - Parameter others: The names of workflows that are removed with it.
    func ofWorkflow(_ workflow: String, besides others: Set<String> = []) async throws -> TakedownText {
        let active = try await api.items("/api/workflows/\(workflow)/deployments", ["status": "active"])
        var effects: [JSONValue] = []
        for connection in active.compactMap({ $0["connectionId"]?.string }) {
            effects.append(
                try await api.post(
                    "/api/workflows/\(workflow)/takedown-preview", ["connectionId": .string(connection)]))
        }
        return TakedownText(effects, besides: others)
    }
}
