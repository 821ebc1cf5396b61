import PluginMessages
import Storage

/// A deployment that has other values of environment variables than a deploy would give it now.
package struct StaleDeployment: Sendable {
    package enum Change: String, Sendable, CaseIterable { case changed, removed }

    package struct StaleVariable: Sendable {
        package let name: String
        package let change: Change
    }

    package let deployment: Deployment
    /// By name.
    package let variables: [StaleVariable]
}

extension SQLConnection {
    /// Of a workflow, those that are active, and replaced ones whose runs go on.
    private static var mostSuperseded: Int { 20 }

    /// The deployments of a workflow that have old values, newest first.
    func staleDeployments(of workflow: WorkflowRecord, _ secrets: SecretBox) throws -> [StaleDeployment] {
        let table = Table(DeploymentRecord.self, in: self)
        let deployments =
            try table.active(of: workflow.id)
            + table.superseded(of: workflow.id, limit: Self.mostSuperseded)
        guard deployments.contains(where: { $0.variables != nil }) else { return [] }
        let records = try Table(VariableRecord.self, in: self).all(
            visibleTo: workflow.id, project: workflow.project, organization: workflow.organization)
        let now = try DeployEnvironment(known: records, secrets).variables
        return try deployments.compactMap { deployment in
            let changes = try deployment.deployedVariables(secrets)?.changes(to: now) ?? [:]
            guard !changes.isEmpty else { return nil }
            return StaleDeployment(
                deployment: try Deployment(deployment),
                variables: changes.sorted { $0.key < $1.key }.map { .init(name: $0.key, change: $0.value) })
        }
    }
}
