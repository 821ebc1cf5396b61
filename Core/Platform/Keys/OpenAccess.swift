import Storage

/// Whether a caller still may what it might when a long response to it began.
package struct OpenAccess: Sendable {
    let storage: any StorageDriver

    /// - Returns: `false` once the key was revoked or replaced or has expired, the session has ended, the person or the project
    ///   has left the organization, or the person has a lower role there. A database that does not answer changes nothing.
    package func isOpen(_ caller: Caller) async -> Bool {
        do { return try await storage.read { try $0.isOpen(caller, at: .now) } } catch { return true }
    }
}

extension SQLConnection {
    fileprivate func isOpen(_ caller: Caller, at now: Timestamp) throws -> Bool {
        guard try Table(ProjectRecord.self, in: self).find(caller.project, of: caller.organization) != nil else {
            return false
        }
        switch caller.credential {
        case .key(let id):
            // No request is behind it.
            guard let id else { return true }
            guard let key = try Table(APIKeyRecord.self, in: self).find(id, of: caller.organization) else {
                return false
            }
            // Whoever has the old one of a rotated key may be why it was rotated.
            if let prefix = caller.keyPrefix, prefix != key.prefix { return false }
            return key.expiresAt.map { $0 > now } ?? true
        case .session(let id, let own):
            guard let session = try Table(SessionRecord.self, in: self).find(id), session.expiresAt > now else {
                return false
            }
            let membership = try Table(MembershipRecord.self, in: self).find(session.user, of: caller.organization)
            return membership.flatMap { Role(rawValue: $0.role) }?.includes(own) ?? false
        }
    }
}
