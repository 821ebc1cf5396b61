/// How a caller showed who they are.
package enum Credential: Sendable, Hashable {
    /// `nil` only where no request is behind it.
    case key(APIKeyID?)
    case session(SessionID, Role)

    /// People reach all projects of their organization; a key says for itself.
    var reach: Reach {
        switch self {
        case .key: .project
        case .session: .organization
        }
    }
}
