import Storage

/// What the environment of a workflow's programs is made of.
struct EnvironmentRecords: Sendable {
    let variables: [VariableRecord]
    let credentials: [CredentialRecord]

    init(of workflow: WorkflowRecord, in database: any SQLConnection) throws {
        variables = try Table(VariableRecord.self, in: database).all(
            visibleTo: workflow.id, project: workflow.project, organization: workflow.organization)
        credentials = try Table(CredentialRecord.self, in: database).all(
            visibleTo: workflow.project, of: workflow.organization)
    }
}
