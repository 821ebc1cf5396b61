import Logging
import PluginHost
import PluginMessages
import Storage

/// Deployments on the disk of a server that were replaced, or taken down, while the server could not be reached: their runs end,
/// and they are taken down once it is back.
struct LeftDeployments: Sendable {
    let storage: any StorageDriver
    let contributions: any Contributions
    let secrets: SecretBox
    let runs: Runs
    let logger: Logger

    /// Ends those of some runs that are on servers which cannot be reached.
    /// - Parameter deployments: Those of the runs.
    func endRuns(_ page: [RunRecord], of deployments: [DeploymentRecord]) async throws {
        guard let places = contributions.places else { return }
        let elsewhere = deployments.filter { ($0.server ?? places.own.id) != places.own.id }
        guard !elsewhere.isEmpty else { return }
        let left = try await storage.read { database in
            try elsewhere.filter { try Table(DeploymentRecord.self, in: database).isLeft($0.id) }
        }
        for deployment in left {
            guard let server = deployment.server, !(await places.others.reaches(server)) else { continue }
            try await runs.end(left: page.filter { $0.deployment == deployment.id })
        }
    }

    /// The same at once of a workflow that was just deployed.
    func endRuns(of workflow: WorkflowID) async {
        do { try await runs.endLeft(of: workflow) } catch {
            logger.warning("The runs of servers that cannot be reached are not ended: \(error)")
        }
    }

    /// Takes down what is still there on a server.
    /// - Parameter there: The deployments that the provider has on it.
    func takeDown(
        _ there: [String], on server: DeploymentServer, of connection: ConnectionRecord, by provider: Provider
    ) async throws {
        let left = try await storage.read {
            try Table(DeploymentRecord.self, in: $0).left(on: server.id, there).filter {
                $0.connection == connection.id
            }
        }
        for deployment in left {
            do {
                try await provider.takedown(deployment.handle(try connection.opened(by: secrets)))
                logger.notice("Deployment \(deployment.id), which another server has replaced, was taken down.")
            } catch let failure as PluginFailure {
                logger.warning("Deployment \(deployment.id) was replaced and cannot be taken down: \(failure)")
            }
        }
    }
}
