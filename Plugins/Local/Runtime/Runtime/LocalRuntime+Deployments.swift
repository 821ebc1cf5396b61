import PluginMessages

extension LocalRuntime {
    /// Deploys a workflow. When it throws, what was deployed before still is; runs of an older deployment go on
    /// with the code they began with.
    /// - Parameters:
    ///   - bundle: The module with the packages it imports, where it imports any.
    ///   - lines: The nodes that its lines belong to.
    /// - Throws: `local.…`; `local.deploy.module` when the module does not load, with the node in its details.
    package func deploy(
        _ request: DeployRequest, bundle: String? = nil, lines: [LineMapping]? = nil,
        progress: @Sendable (DeployProgress) -> Void
    ) async throws -> DeployResult {
        do {
            return try await deployments.deploy(request, bundle: bundle, lines: lines, progress: progress)
        } catch { throw PluginFailure.told(error) }
    }

    /// Refuses a deploy whose nodes call a service that is not deployed with the connection.
    /// - Throws: `local.service.unknown`
    package func checkServices(of request: DeployRequest) async throws {
        try await deployments.checkServices(of: request)
    }

    /// How a deploy ended that the server did not live to see: the journal has the deployment, or nothing was deployed.
    package func recover(_ request: RecoverRequest) async throws -> Recovery {
        try await deployments.recover(request)
    }

    /// Removes a service: its runs are terminated, its code is deleted. Succeeds if it was already removed.
    package func takedown(_ handle: DeploymentHandle) async throws { try await deployments.takedown(handle) }

    /// Gives a deployment its secrets as they are now, for requests and replays that begin from now on.
    /// - Throws: `local.deployment.unknown`, `local.reference`
    package func updateSecrets(_ update: SecretUpdate) async throws -> SecretUpdateResult {
        try await deployments.updateSecrets(update)
    }

    /// Calls the scheduled handler of what is deployed as a service now.
    /// - Parameter time: The time that it was due at, in milliseconds since 1970.
    /// - Throws: `local.service.unknown`; `local.handler.failed` when the handler throws.
    package func callSchedule(of service: String, cron: String, time: Int) async throws {
        try await schedules.call(service, cron: cron, time: time)
    }
}
