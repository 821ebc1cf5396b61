import JSON
import Storage
import Values

/// Who did what.
package struct AuditLog: Sendable {
    let storage: any StorageDriver

    /// Which lines are wanted; `nil` takes any.
    package struct Filter: Sendable {
        package let action: String?
        package let user: String?
        package let subject: String?
        package let project: String?

        package init(
            action: String? = nil, user: String? = nil, subject: String? = nil, project: String? = nil
        ) {
            self.action = action
            self.user = user
            self.subject = subject
            self.project = project
        }
    }

    package func list(_ caller: Caller, _ request: PageRequest, _ filter: Filter) async throws -> Page<AuditEntry> {
        try caller.requireAudit()
        if let action = filter.action, AuditAction(rawValue: action) == nil {
            var problems = Problems()
            let known = AuditAction.allCases.map(\.rawValue)
            let likely = NearestName.likely(for: action, among: known, count: 6)
            let names = likely.map { "\"\($0)\"" }.joined(separator: ", ")
            problems.add(
                "value",
                "must be the name of an action, such as workflow.create"
                    + (likely.isEmpty ? "" : "; did you mean \(likely.count > 1 ? "one of " : "")\(names)?"),
                at: .root.appending("action"))
            try problems.throwIfAny()
        }
        // A key of one project reads what was done there.
        let project = caller.reach == .organization ? filter.project : caller.project.text
        return try await storage.read { database in
            let page = try Table(AuditRecord.self, in: database).page(
                request, of: caller.organization, action: filter.action, user: filter.user, subject: filter.subject,
                project: project)
            return try database.entries(of: page, in: caller.organization)
        }
    }
}

extension Caller {
    /// A person needs the role, a key the scope.
    fileprivate func requireAudit() throws(PlatformError) {
        switch credential {
        case .session: try requireSession(.admin)
        case .key: try require(.audit)
        }
    }
}

extension SQLConnection {
    /// What happened to something of an organization's without a person or a key.
    func audit(
        of organization: OrganizationID, in project: ProjectID?, _ action: AuditAction, _ subject: String,
        _ details: JSONObject = [:]
    ) throws {
        try Table(in: self).insert(
            AuditRecord(
                organization: organization, project: project, user: nil, key: nil, action: action.rawValue,
                subject: subject, details: JSONValue.object(details).text))
    }

    /// Writes a line of the audit log, in the transaction of what it tells of.
    /// - Parameter details: What is worth to be known; no secrets.
    func audit(_ caller: Caller, _ action: AuditAction, _ subject: String, _ details: JSONObject = [:]) throws {
        try Table(in: self).insert(
            AuditRecord(
                organization: caller.organization, project: caller.project, user: caller.user, key: caller.key,
                action: action.rawValue, subject: subject, details: JSONValue.object(details).text,
                address: caller.address))
    }
}
