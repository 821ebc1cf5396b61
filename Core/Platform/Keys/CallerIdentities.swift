import Storage

/// What callers may know of themselves.
package struct CallerIdentities: Sendable {
    let storage: any StorageDriver

    package func get(_ caller: Caller) async throws -> CallerIdentity {
        try await storage.read { try $0.identity(of: caller) }
    }
}

extension SQLConnection {
    fileprivate func identity(of caller: Caller) throws -> CallerIdentity {
        let user = try person(caller.user)
        let organization = try existing(
            .organization, caller.organization.text,
            Table(OrganizationRecord.self, in: self).find(caller.organization))
        let (kind, role, key, end): (CallerIdentity.Kind, Role?, APIKeyRecord?, Timestamp?)
        switch caller.credential {
        case .key(let id):
            let record = try id.map { try apiKey($0, of: caller) }
            (kind, role, key, end) = (.apiKey, nil, record, record?.expiresAt)
        case .session(let id, let own):
            let session = try Table(SessionRecord.self, in: self).find(id)
            (kind, role, key, end) = (.session, own, nil, session?.expiresAt)
        }
        return CallerIdentity(
            kind: kind, person: Person(user), organization: organization, project: caller.project,
            projects: try projects(of: caller), role: role,
            scopes: Scope.allCases.filter(caller.scopes.contains), reach: caller.reach, key: key, expiresAt: end)
    }

    private func projects(of caller: Caller) throws -> [Project] {
        guard caller.reach == .organization else { return [Project(try project(caller.project, of: caller))] }
        return try Table(ProjectRecord.self, in: self).page(
            PageRequest(limit: CallerIdentity.projectLimit), of: caller.organization
        ).elements.map(Project.init)
    }
}
