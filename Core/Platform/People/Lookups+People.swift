import Storage

/// What a person may see of an organization's people and keys, or an error that says it is not there.
extension SQLConnection {
    func member(_ id: UserID, of caller: Caller) throws -> MemberRecord {
        try existing(.member, id.text, Table(MemberRecord.self, in: self).find(id, of: caller.organization))
    }

    func invitation(_ id: InvitationID, of caller: Caller) throws -> InvitationRecord {
        try existing(.invitation, id.text, Table(InvitationRecord.self, in: self).find(id, of: caller.organization))
    }

    func apiKey(_ id: APIKeyID, of caller: Caller) throws -> APIKeyRecord {
        try existing(.apiKey, id.text, Table(APIKeyRecord.self, in: self).find(id, of: caller.organization))
    }

    /// An organization that the caller is a member of.
    func organization(_ id: OrganizationID, of caller: Caller) throws -> OrganizationRecord {
        let membership = try Table(MembershipRecord.self, in: self).find(caller.user, of: id)
        return try existing(
            .organization, id.text, membership.flatMap { _ in try Table(OrganizationRecord.self, in: self).find(id) })
    }
}
