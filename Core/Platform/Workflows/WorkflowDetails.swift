/// A workflow with what only it has.
package struct WorkflowDetails: Sendable {
    package let workflow: Workflow
    package let variables: [Variable]
    /// Its deployments that have old values of environment variables.
    package internal(set) var stale: [StaleDeployment] = []
    /// What a change of it may not have meant.
    package internal(set) var warnings: [String] = []
}
