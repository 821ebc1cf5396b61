import Marketplace
import Storage

/// Who asks, and for which organization and project.
package struct Caller: Sendable {
    package let organization: OrganizationID
    package let project: ProjectID
    package let user: UserID
    package let scopes: Set<Scope>
    package let credential: Credential
    package let reach: Reach
    /// The address that the request comes from; `nil` where no request is behind the caller.
    package var address: String?
    /// The first characters of the key that the request was sent with, which tell it from one that replaced it; `nil` without.
    package var keyPrefix: String?

    package init(
        organization: OrganizationID, project: ProjectID, user: UserID, scopes: Set<Scope>,
        credential: Credential = .key(nil), reach: Reach? = nil
    ) {
        self.organization = organization
        self.project = project
        self.user = user
        self.scopes = scopes
        self.credential = credential
        self.reach = reach ?? credential.reach
    }

    /// The key of the request; `nil` for a session.
    var key: APIKeyID? {
        guard case .key(let id) = credential else { return nil }
        return id
    }

    /// The same caller in another project.
    func entering(_ project: ProjectID) -> Caller {
        var entered = Caller(
            organization: organization, project: project, user: user, scopes: scopes, credential: credential,
            reach: reach)
        entered.address = address
        entered.keyPrefix = keyPrefix
        return entered
    }

    /// Whether what belongs to a project is there for the caller; `nil` is what belongs to the organization.
    func reaches(_ project: ProjectID?) -> Bool {
        reach == .organization || project == nil || project == self.project
    }

    /// Whether the caller may change and delete a project, and move its workflows there.
    func manages(_ project: ProjectRecord) -> Bool {
        reaches(project.id) || (key != nil && project.key == key)
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

extension Caller {
    /// - Throws: ``PlatformError/ownerOnly(_:)`` unless the caller may let the package's process have what the whole
    ///   organization has: nodes bring nothing but code of workflows.
    func requireOwner(toInstall contents: PackageContents) throws(PlatformError) {
        guard contents.kinds.contains(where: { $0 != .node }) else { return }
        switch credential {
        case .key: guard reach == .organization else { throw .ownerOnly(contents) }
        case .session(_, let role): guard role.includes(.owner) else { throw .ownerOnly(contents) }
        }
    }
}
