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
    /// Of those that were replaced.
    private static var mostListed: Int { 20 }

    /// The deployments of a workflow that have old values, newest first.
    func staleDeployments(
        of workflow: WorkflowRecord, _ secrets: SecretBox, _ rules: CredentialRules
    ) throws -> [StaleDeployment] {
        let deployments = try deploymentsInUse(of: workflow.id)
        guard !deployments.isEmpty else { return [] }
        let now = try CurrentEnvironment(of: workflow, secrets, rules, in: self)
        return try deployments.compactMap { deployment in
            let changes = try now.changes(of: deployment, in: self)
            guard !changes.isEmpty else { return nil }
            return StaleDeployment(
                deployment: try shown(deployment),
                variables: changes.sorted { $0.key < $1.key }.map { .init(name: $0.key, change: $0.value) })
        }
    }

    /// The deployments of a workflow whose values are known: those that are active, and replaced ones whose runs go on.
    /// - Parameter mostReplaced: How many of the replaced ones, the newest; `nil` is as many as are listed.
    func deploymentsInUse(of workflow: WorkflowID, mostReplaced: Int? = nil) throws -> [DeploymentRecord] {
        let table = Table(DeploymentRecord.self, in: self)
        return try (table.active(of: workflow) + table.superseded(of: workflow, limit: mostReplaced ?? Self.mostListed))
            .filter { $0.variables != nil }
    }
}
