import JSON
import Storage

/// What records of the audit log are about, in the words of people: the names that resources have now, or had when the record
/// was written.
struct AuditSubjects {
    let database: any SQLConnection
    let organization: OrganizationID

    /// - Returns: `nil` where nothing is known but the id.
    func name(of record: AuditRecord) throws -> String? {
        let details = try JSONValue(parsing: record.details)
        if let name = details["name"]?.string ?? details["email"]?.string { return name }
        switch record.action.prefix(while: { $0 != "." }) {
        case "workflow", "draft", "deployConfig": return try workflow(WorkflowID(record.subject))
        case "version":
            guard let workflow = try details["workflowId"]?.string.flatMap({ try workflow(WorkflowID($0)) }) else {
                return nil
            }
            return details["version"]?.int.map { "\(workflow), version \($0)" } ?? workflow
        case "deployment":
            return try Table(DeploymentRecord.self, in: database).find(DeploymentID(record.subject))
                .flatMap { try workflow($0.workflow) }
        case "run":
            guard let project = record.project else { return nil }
            return try Table(RunRecord.self, in: database).find(RunID(record.subject), in: project)
                .flatMap { try workflow($0.workflow) }
        case "connection":
            return try Table(ConnectionRecord.self, in: database).find(ConnectionID(record.subject), of: organization)?
                .name
        case "project":
            return try Table(ProjectRecord.self, in: database).find(ProjectID(record.subject), of: organization)?.name
        case "member", "user": return try Table(UserRecord.self, in: database).find(UserID(record.subject))?.email
        default: return nil
        }
    }

    private func workflow(_ id: WorkflowID) throws -> String? {
        try Table(WorkflowRecord.self, in: database).find(id, in: organization)?.name
    }
}
