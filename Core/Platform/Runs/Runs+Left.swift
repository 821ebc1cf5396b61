import JSON
import PluginHost
import PluginMessages
import Storage

// Runs of servers that are gone: whoever waits for them must learn what has become of them.
extension Runs {
    /// Ends a run that its provider does not have, and that nothing can start any more.
    /// - Returns: Whether it has done so.
    func endLost(_ run: RunRecord, of deployed: Deployed, by provider: Provider) async throws -> Bool {
        // Others may answer for what they have some time ago.
        guard provider.definition.isOnServer == true, provider.reportsStates, run.createdAt < starts.earliest,
            let reference = try deployed.deployment.reference.map({ try JSONValue(parsing: $0) })
        else { return false }
        let answer = try await provider.states(
            since: StatesRequest(
                credentials: try deployed.connection.opened(by: secrets), since: nil, limit: 1,
                runs: [
                    .init(
                        deploymentId: deployed.deployment.id.text, reference: reference, instanceIds: [run.instance])
                ], deployments: nil))
        guard answer.unknown.contains(where: { $0.instanceIds.contains(run.instance) }) else { return false }
        try await end(lost: [run])
        return true
    }

    /// Ends a run whose server cannot be reached, if its deployment was replaced: were that server back, it would end the run, too.
    /// - Returns: `nil` for a run that may go on.
    func end(left run: RunRecord) async throws -> RunRecord? {
        let isLeft = try await storage.read { try Table(DeploymentRecord.self, in: $0).isLeft(run.deployment) }
        guard isLeft else { return nil }
        try await end(left: [run])
        return try await storage.read { try Table(RunRecord.self, in: $0).find(run.id, of: run.workflow) }
    }

    /// Ends the runs of a workflow whose deployments were replaced while their servers cannot be reached.
    func endLeft(of workflow: WorkflowID) async throws {
        guard let places = contributions.places else { return }
        let left = try await storage.read {
            try Table(DeploymentRecord.self, in: $0).leftElsewhere(of: workflow, than: places.own.id)
        }
        for (server, deployments) in Dictionary(grouping: left, by: { $0.server ?? "" }) {
            guard !(await places.others.reaches(server)) else { continue }
            for deployment in deployments { try await endAll(of: deployment) }
        }
    }

    private func endAll(of deployment: DeploymentRecord) async throws {
        while !Task.isCancelled {
            let runs = try await storage.read {
                try Table(RunRecord.self, in: $0).unended(of: deployment.id, limit: Self.leftAtATime)
            }
            try await end(left: runs)
            if runs.count < Self.leftAtATime { return }
        }
    }

    private static let leftAtATime = 500

    /// - Parameter left: Of deployments that were replaced.
    func end(left: [RunRecord]) async throws {
        guard !left.isEmpty else { return }
        let ended: [RunRecord] = try await storage.transaction { database in
            let table = Table(RunRecord.self, in: database)
            var names: [DeploymentID: String] = [:]
            return try left.compactMap { run in
                guard let current = try table.find(run.id, of: run.workflow), !current.state.isTerminal else {
                    return nil
                }
                let deployment = try Table(DeploymentRecord.self, in: database).find(run.deployment)
                names[run.deployment] = deployment?.serverName ?? deployment?.server
                var ended = current
                try ended.adopt(
                    RunState(
                        instanceId: run.instance, status: .errored, error: Self.left(on: names[run.deployment] ?? "")))
                try table.update(ended, from: current)
                try database.notifyWebhooks(ended, before: current)
                return ended
            }
        }
        publish(ended)
        for run in ended {
            logger.warning(
                "Run \(run.id) is on a server that cannot be reached, and its deployment was replaced: it is listed as errored."
            )
            if !run.isTest { metrics.run(.errored) }
        }
    }

    private static func left(on server: String) -> RunFailure {
        RunFailure(
            name: "run.lost",
            message:
                "The server \"\(server)\", which had this run, cannot be reached, and its deployment was replaced. When the "
                + "server is back, it ends the run.")
    }
}

extension Table where Row == DeploymentRecord {
    /// Whether a server that has a deployment takes it down, and ends its runs, when it is back.
    func isLeft(_ id: DeploymentID) throws -> Bool {
        guard let server = try find(id)?.server else { return false }
        return try !left(on: server, [id.text]).isEmpty
    }

    /// The last deployments of a workflow that were replaced and are on the disks of other servers.
    fileprivate func leftElsewhere(of workflow: WorkflowID, than server: String) throws -> [DeploymentRecord] {
        try all(
            """
            workflow_id = $1 AND status IN ('superseded', 'removed', 'failed') AND server_id IS NOT NULL AND server_id <> $2
            ORDER BY created_at DESC, id DESC LIMIT 100
            """, [workflow, server]
        ).filter { try isLeft($0.id) }
    }
}

extension Table where Row == RunRecord {
    fileprivate func unended(of deployment: DeploymentID, limit: Int) throws -> [RunRecord] {
        let statuses = RunStatus.allCases.filter { !$0.isTerminal }.map { "'\($0.rawValue)'" }
        return try all(
            """
            deployment_id = $1 AND status IN (\(statuses.joined(separator: ", "))) ORDER BY created_at, id LIMIT \(limit)
            """, [deployment])
    }
}
