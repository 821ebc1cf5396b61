/// A kind of resource whose changes can be made conditional.
package enum ResourceKind: String, Sendable, Hashable, CaseIterable {
    case workflow, draft, layout, version, deployConfig, deployment, run, runJob
    case project, connection, variable, webhook, credential
    case apiKey, organization, invitation, member
}
