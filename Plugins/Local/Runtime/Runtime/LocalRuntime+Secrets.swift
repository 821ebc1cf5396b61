import PluginMessages

// Secrets that change after a deploy.
extension LocalRuntime {
    /// Gives a deployment its secrets as they are now: requests and replays have them that begin from now on, and runs
    /// that wait begin one when they go on. What is under way ends with the old ones, in the process that has them.
    /// - Throws: `local.deployment.unknown`, `local.reference`
    package func updateSecrets(_ update: SecretUpdate) async throws -> SecretUpdateResult {
        let reference = try DeploymentReference(update.reference)
        guard let deployment = try await journal.deployment(reference.deploymentId),
            // Earlier releases kept no connection.
            [update.credentials.connectionId, ""].contains(deployment.account)
        else { throw reference.unknown }
        guard !deployment.keepsSecrets else { return SecretUpdateResult(isUpdated: false) }
        _ = try await journal.change(deployment.id) { $0.take(update) }
        workers.outdate(deployment.id)
        for id in live.dormant(of: deployment.id) { leaveMemory(id) }
        for key in workers.keys(of: deployment.id) { discardIfOutdated(key) }
        return SecretUpdateResult(isUpdated: true)
    }

    /// Keeps secrets that a program got while it ran out of what people read of it, also after a restart.
    func mask(_ secrets: [String], of deployment: LocalDeployment) async throws {
        guard masks.learn(secrets, of: deployment.id) else { return }
        _ = try await journal.change(deployment.id) { $0.keep(secrets) }
    }

    /// Ends a process with former secrets when nothing is under way in it.
    func discardIfOutdated(_ key: String) {
        guard workers.isOutdated(key), workers[key]?.isBusy == false else { return }
        discard(key, .server, because: "the deployment's secrets have changed")
    }
}

extension LocalDeployment {
    /// Older ones are not masked any more.
    private static let mostFormerSecrets = 100

    fileprivate mutating func keep(_ secrets: [String]) {
        formerSecrets = (formerSecrets.filter { !secrets.contains($0) } + secrets).suffix(Self.mostFormerSecrets)
    }

    fileprivate mutating func take(_ update: SecretUpdate) {
        let isKnown = { [environment, secrets] (name: String) in environment[name] != nil || secrets.contains(name) }
        let changed = update.changed.filter { isKnown($0.name) }
        keep((changed.map(\.name) + update.removed).compactMap { environment[$0] })
        for variable in changed { environment[variable.name] = variable.value }
        for name in update.removed { environment[name] = nil }
        secrets = Set(secrets).union(changed.filter(\.isSecret).map(\.name)).union(update.removed).sorted()
        revision += 1
    }
}
