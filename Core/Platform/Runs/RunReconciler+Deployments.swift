import JSON
import PluginHost
import PluginMessages
import Storage

/// What is listed as deployed, against what providers have.
extension RunReconciler {
    func active(at site: Site) async throws -> [StatesRequest.ActiveDeployment] {
        let id = site.connection.id
        let records = try await storage.read { try Table(DeploymentRecord.self, in: $0).inUse(on: id) }
        return try records.filter { $0.status == Deployment.Status.active.rawValue && isAt(site, $0) }.compactMap {
            deployment in
            try deployment.reference.map {
                StatesRequest.ActiveDeployment(
                    deploymentId: deployment.id.text, reference: try JSONValue(parsing: $0))
            }
        }.sorted { $0.deploymentId < $1.deploymentId }
    }

    /// What is listed as deployed and is not at the provider was removed: the server ended before it knew. Where
    /// deployments answer may have changed with the provider's settings.
    func checkDeployments(_ site: Site) async throws {
        // What is deployed while the provider answers is not in its answer.
        let before = try await storage.read { try Set(listed(at: site, in: $0).map(\.id)) }
        let answer = try await ask(site, since: try await cursor(of: site))
        guard let there = answer.deployments else { return }
        // Most times nothing has changed, and nothing is written.
        let isRight = try await storage.read { try differences(answer, there, before, at: site, in: $0).isEmpty }
        if !isRight {
            try await storage.transaction { database in
                for (deployment, url) in try differences(answer, there, before, at: site, in: database) {
                    guard let url else {
                        try database.remove(deployment)
                        logger.warning(
                            "Deployment \(deployment.id) no longer exists at its provider: it is listed as removed.")
                        continue
                    }
                    var current = deployment
                    current.url = url
                    try Table(in: database).update(current, from: deployment)
                }
            }
        }
        guard let server = site.server else { return }
        try await left.takeDown(there, on: server, of: site.connection, by: site.provider)
    }

    private func listed(at site: Site, in database: any SQLConnection) throws -> [DeploymentRecord] {
        try Table(DeploymentRecord.self, in: database).inUse(on: site.connection.id).filter {
            $0.status == Deployment.Status.active.rawValue && isAt(site, $0)
        }
    }

    /// What is listed otherwise than the provider has it, with the address of what it has.
    private func differences(
        _ answer: RunStates, _ there: [String], _ before: Set<DeploymentID>, at site: Site,
        in database: any SQLConnection
    ) throws -> [(DeploymentRecord, url: String?)] {
        let ids = Set(there)
        // The provider may have replaced one already by what a deploy that has not ended makes.
        let replaced = try Set(
            Table(DeploymentRecord.self, in: database).inUse(on: site.connection.id)
                .filter { $0.status == Deployment.Status.deploying.rawValue }.map(\.workflow))
        return try listed(at: site, in: database).compactMap { deployment in
            guard ids.contains(deployment.id.text) else {
                let isMissing = before.contains(deployment.id) && !replaced.contains(deployment.workflow)
                return isMissing ? (deployment, nil) : nil
            }
            guard let url = answer.urls?[deployment.id.text], url != deployment.url else { return nil }
            return (deployment, url)
        }
    }
}
