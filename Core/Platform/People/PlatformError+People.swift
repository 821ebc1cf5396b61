import Errors

extension PlatformError {
    /// The address or the password is wrong; nobody learns which.
    static var wrongCredentials: PlatformError {
        PlatformError(.authCredentials, "The email address or the password is wrong.")
    }

    /// What API keys cannot do.
    static var sessionOnly: PlatformError {
        PlatformError(.authSessionOnly, "API keys cannot use this endpoint. Sign in, and send the session's cookie.")
    }

    static func missingRole(_ role: Role) -> PlatformError {
        PlatformError(
            .authRole, "Requires the role \"\(role.rawValue)\" in the organization. Ask a member who has it.")
    }

    /// A request that sets or uses the session's cookie and that another site may have caused.
    package static var otherOrigin: PlatformError {
        PlatformError(
            .authOrigin,
            "The Origin header is missing or not allowed. Signing in, and changes with a session's cookie, require the "
                + "server's own origin or one that its operator allows (--allow-origin).")
    }

    static var lastOwner: PlatformError {
        PlatformError(.memberLastOwner, "An organization must have an owner. Make another member an owner first.")
    }

    static var alreadyMember: PlatformError {
        PlatformError(.memberExists, "This person is already a member of the organization.")
    }

    static var setUpUnknown: PlatformError {
        PlatformError(
            .setUpNotFound,
            "The set-up link is not valid: the owner's account is set up, or the server was restarted. Sign in, or open the "
                + "link that the server printed last.")
    }

    static var invitationUnknown: PlatformError {
        PlatformError(
            .invitationNotFound, "The invitation does not exist: it was accepted or withdrawn, or has expired.")
    }
}
