import Errors
import Storage

extension PlatformError {
    package enum AuthenticationProblem: Sendable { case missing, unknown, expired, session }

    package static func unauthenticated(_ problem: AuthenticationProblem) -> PlatformError {
        switch problem {
        case .missing:
            PlatformError(
                .authMissing, "Authentication required. Send an API key (Authorization: Bearer ask_…), or sign in.")
        case .unknown: PlatformError(.authUnknown, "Unknown API key: it is mistyped or was revoked.")
        case .expired: PlatformError(.authExpired, "The API key has expired. Create another one.")
        case .session: PlatformError(.authSession, "The session has ended. Sign in again.")
        }
    }

    static func missingScope(_ scope: Scope) -> PlatformError {
        PlatformError(
            .authScope,
            "The API key lacks the scope \"\(scope.rawValue)\". Use a key that has it, or create one in a session.")
    }

    /// A key that is used for another organization than its own.
    package static func otherOrganization(key: OrganizationID) -> PlatformError {
        PlatformError(
            .authProject,
            "The API key is valid for the organization \"\(key)\" only. Use a key of the other organization, or sign in."
        )
    }

    /// A key that is used for another project than its own.
    package static func otherProject(key: ProjectID) -> PlatformError {
        PlatformError(
            .authProject,
            "The API key is valid for the project \"\(key)\" only. Create a key for the other project with POST "
                + "/api/api-keys, "
                + "in a session, or sign in.")
    }

    /// A project of the organization that a key does not reach: the list has it, the key does not.
    static func unreachedProject(_ id: ProjectID, key: ProjectID) -> PlatformError {
        PlatformError(
            .projectNotFound,
            "Project \"\(id)\" is not available to this API key, which is valid for the project \"\(key)\" only. Use a "
                + "key of that project or of the whole organization, or sign in.")
    }

    /// An endpoint that concerns the whole server.
    static var operatorOnly: PlatformError {
        PlatformError(
            .authOperatorOnly,
            "Operator access required. Use a session of the server's first organization, or a key of it; for changes, "
                + "one of the whole organization.")
    }
}
