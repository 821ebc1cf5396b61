/// What people may not do, or not so.
package enum PeopleError: Error, Sendable, Hashable {
    /// The address or the password: which of them is told to nobody.
    case wrongCredentials
    /// What keys cannot do.
    case sessionOnly
    case missingRole(Role)
    /// A request with a cookie that another site may have caused.
    case otherOrigin
    case lastOwner
    case alreadyMember
    case invitationUnknown

    var kind: PlatformError.Kind {
        switch self {
        case .wrongCredentials: .unauthenticated
        case .sessionOnly, .missingRole, .otherOrigin: .forbidden
        case .lastOwner, .alreadyMember: .conflict
        case .invitationUnknown: .notFound
        }
    }

    var code: String {
        switch self {
        case .wrongCredentials: "auth.credentials"
        case .sessionOnly: "auth.sessionOnly"
        case .missingRole: "auth.role"
        case .otherOrigin: "auth.origin"
        case .lastOwner: "member.lastOwner"
        case .alreadyMember: "member.exists"
        case .invitationUnknown: "invitation.notFound"
        }
    }
}

extension PeopleError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongCredentials: "The e-mail address or the password is wrong."
        case .sessionOnly: "API keys cannot do this: sign in, and use the session's cookie."
        case .missingRole(let role): "This takes the role \"\(role.rawValue)\" in the organization: ask one who has it."
        case .otherOrigin:
            "A request with a session's cookie has to say an Origin that this server knows: its own, or one of "
                + "those that its operator allows."
        case .lastOwner: "An organization has to have an owner: make somebody else one first."
        case .alreadyMember: "This person is a member already."
        case .invitationUnknown: "There is no such invitation: it was taken up or withdrawn, or has expired."
        }
    }
}
