import Platform

/// A workflow in its new project.
struct MovedWorkflow {
    let details: WorkflowDetails
    let warnings: [String]

    static let shape = Shape<MovedWorkflow>("MovedWorkflow") {
        WorkflowDetails.shape.members(of: \.details)
        Member("warnings", .list(of: .text), \.warnings, "What changes for the workflow in its new project.")
    }
}
