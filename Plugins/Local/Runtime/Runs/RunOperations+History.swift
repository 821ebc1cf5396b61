import JSON
import PluginMessages

extension RunOperations {
    /// - Throws: `local.run.unknown`.
    nonisolated(nonsending) func history(of request: InstanceRequest) async throws -> RunHistory {
        let service = try DeploymentReference(request.deployment.reference).service
        let id = InstanceID(service: service, name: request.instanceId)
        // First, because it throws when there is none.
        let state = try await state(of: id)
        guard let record = try await journal.instance(id) else { throw JournalError.damaged("instance", "name") }
        let lineMap = try await journal.deployment(record.deploymentId)?.lineMap
        return RunHistory(
            state: state, params: try JSONValue(parsing: record.params), createdAt: record.createdAt,
            steps: try await journal.steps(of: id, hasValues: true).map { try RunHistory.Step($0, lineMap) })
    }
}
