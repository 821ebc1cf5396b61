import PluginMessages

// Secrets that change after a deploy.
extension LocalRuntime {
    /// Gives a deployment its secrets as they are now: requests and passages have them that begin from now on, and runs
    /// that wait begin one when they go on. What is under way ends with the old ones, in the process that has them.
    /// - Throws: `local.deployment.unknown`, `local.reference`
    package func updateSecrets(_ update: SecretUpdate) async throws -> SecretUpdateResult {
        let reference = try DeploymentReference(update.reference)
        guard var deployment = try await journal.deployment(reference.deploymentId),
            // Earlier releases kept no connection.
            [update.credentials.connectionId, ""].contains(deployment.account)
        else { throw reference.unknown }
        guard !deployment.keepsSecrets else { return SecretUpdateResult(isUpdated: false) }
        deployment.take(update)
        try await journal.update(deployment)
        for id in live.dormant(of: deployment.id) { leaveMemory(id) }
        // One that is busy ends when it has been idle.
        for key in workers.keys(of: deployment.id) where workers[key]?.isBusy == false {
            discard(key, .server, because: "the deployment's secrets have changed")
        }
        return SecretUpdateResult(isUpdated: true)
    }
}

extension DeploymentRecord {
    fileprivate mutating func take(_ update: SecretUpdate) {
        for variable in update.changed where environment[variable.name] != nil {
            environment[variable.name] = variable.value
        }
        for name in update.removed { environment[name] = nil }
        let changed = update.changed.filter(\.isSecret).map(\.name)
        secrets = Set(secrets).union(changed).subtracting(update.removed).sorted()
        revision += 1
    }
}
