import PluginMessages

// Secrets that change after a deploy.
extension DeploymentRegistry {
    /// Gives a deployment its secrets as they are now: requests and replays have them that begin from now on, and runs
    /// that wait begin one when they go on. What is under way ends with the old ones, in the process that has them.
    /// - Throws: `local.deployment.unknown`, `local.reference`
    nonisolated(nonsending) func updateSecrets(_ update: SecretUpdate) async throws -> SecretUpdateResult {
        let reference = try DeploymentReference(update.reference)
        guard let deployment = try await journal.deployment(reference.deploymentId),
            // Earlier releases kept no connection.
            [update.credentials.connectionId, ""].contains(deployment.account)
        else { throw reference.unknown }
        guard !deployment.keepsSecrets else { return SecretUpdateResult(isUpdated: false) }
        _ = try await journal.change(deployment.id) { $0.take(update) }
        workers.outdate(deployment.id)
        instances.rest(of: deployment.id)
        return SecretUpdateResult(isUpdated: true)
    }
}
