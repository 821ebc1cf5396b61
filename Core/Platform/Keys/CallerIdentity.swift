import Storage

/// Who a caller is and what the caller may do.
package struct CallerIdentity: Sendable {
    package enum Kind: String, Sendable, CaseIterable { case apiKey, session }

    package let kind: Kind
    /// Of a session, or who created the key.
    package let person: Person
    package let organization: OrganizationRecord
    /// Of this request.
    package let project: ProjectID
    /// Those that the caller reaches, the newest at most ``projectLimit``.
    package let projects: [Project]
    /// `nil` for a key.
    package let role: Role?
    package let scopes: [Scope]
    package let reach: Reach
    /// `nil` for a session.
    package let key: APIKeyRecord?
    /// `nil` for a key that does not expire.
    package let expiresAt: Timestamp?

    package static let projectLimit = PageRequest.limits.upperBound
}
