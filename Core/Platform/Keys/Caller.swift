import Storage

/// What an API key may do.
package enum Scope: String, Sendable, Hashable, CaseIterable {
    case read, write
    /// Deploy, trigger, take down and control runs.
    case deploy
}

/// Who asks, and for which organization and project.
package struct Caller: Sendable {
    package let organization: OrganizationID
    package let project: ProjectID
    package let user: UserID
    package let scopes: Set<Scope>

    package init(organization: OrganizationID, project: ProjectID, user: UserID, scopes: Set<Scope>) {
        self.organization = organization
        self.project = project
        self.user = user
        self.scopes = scopes
    }

    /// Every key needs `read` besides what a use case needs.
    /// - Throws: ``PlatformError/missingScope(_:)``
    package func require(_ scope: Scope) throws(PlatformError) {
        for needed in [Scope.read, scope] where !scopes.contains(needed) { throw .missingScope(needed) }
    }
}
