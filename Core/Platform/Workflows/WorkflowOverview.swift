/// A workflow with everything that an editor opens.
package struct WorkflowOverview: Sendable {
    package let details: WorkflowDetails
    /// The version that was asked for, or the last one.
    package let version: VersionDetails?
    /// Newest first.
    package let versions: [Version]
    /// Newest first: one a connection.
    package let deployments: [Deployment]
}
