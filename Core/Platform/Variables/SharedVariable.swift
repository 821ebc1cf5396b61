import Values

/// An environment variable of an organization or a project.
package struct SharedVariable: Sendable {
    package let id: VariableID
    /// `nil`: every project of the organization sees it.
    package let project: ProjectID?
    /// A secret's value is masked.
    package let variable: Variable
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    init(_ record: VariableRecord) {
        id = record.id
        project = record.project
        variable = Variable(record)
        createdAt = record.createdAt
        updatedAt = record.updatedAt
    }
}
