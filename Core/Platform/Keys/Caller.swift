import Storage

/// What an API key may do.
package enum Scope: String, Sendable, Hashable, CaseIterable {
    case read, write
    /// Deploy, trigger, take down and control runs.
    case deploy
}

/// How a caller showed who they are.
package enum Credential: Sendable, Hashable {
    /// `nil` only where no request is behind it.
    case key(APIKeyID?)
    case session(SessionID, Role)
}

/// Who asks, and for which organization and project.
package struct Caller: Sendable {
    package let organization: OrganizationID
    package let project: ProjectID
    package let user: UserID
    package let scopes: Set<Scope>
    package let credential: Credential

    package init(
        organization: OrganizationID, project: ProjectID, user: UserID, scopes: Set<Scope>,
        credential: Credential = .key(nil)
    ) {
        self.organization = organization
        self.project = project
        self.user = user
        self.scopes = scopes
        self.credential = credential
    }

    /// Every key needs `read` besides what a use case needs.
    /// - Throws: ``PlatformError/missingScope(_:)``
    package func require(_ scope: Scope) throws(PlatformError) {
        for needed in [Scope.read, scope] where !scopes.contains(needed) { throw .missingScope(needed) }
    }

    /// - Returns: The person's role.
    /// - Throws: ``PlatformError/sessionOnly`` for a key, ``PlatformError/missingRole(_:)``.
    @discardableResult
    package func requireSession(_ role: Role = .member) throws(PlatformError) -> Role {
        guard case .session(_, let own) = credential else { throw .sessionOnly }
        guard own.includes(role) else { throw .missingRole(role) }
        return own
    }
}
