import JSON
import Platform
import PluginMessages

extension Workflow {
    static let shape = Shape<Workflow>("WorkflowSummary") {
        Member("id", .id, \.id)
        Member("projectId", .id, \.project)
        Member("name", .text(.name), \.name)
        Member("description", .text(.description), \.description)
        Member("kind", .choice, \.kind, "`script` is a function. Cannot be changed.")
        Member("status", .choice, \.status)
        Member("triggerCode", .text.example(.null), nullable: \.triggerCode, "Custom request handlers.")
        Member("dependencies", .map(dependencySchema), \.dependencies, "npm packages and version ranges.")
        Member(
            "deployConfig", .map.example([:]), \.deployConfig,
            "Provider-specific deployment settings. A deploy reports unused members in its notes.")
        Member("activeVersionId", .id, nullable: \.activeVersion, "The deployed version.")
        Member("createdAt", .time, \.createdAt)
        Member("updatedAt", .time, \.updatedAt)
    }

    private static let dependencySchema = Schema.map(of: .text).example(["lodash": "^4.0.0"])
}

extension WorkflowDetails {
    static let shape = Shape<WorkflowDetails>("Workflow") {
        Workflow.shape.members(of: \.workflow)
        Member("envVars", .list(of: Variable.shape), \.variables)
    }

    static let changedShape = Shape<WorkflowDetails>("ChangedWorkflow") {
        shape.members(of: \.self)
        Member(
            "warnings", .list(of: .text).example([]), \.warnings,
            "Settings that no provider has, and names in trigger code that nothing defines.")
    }
}

extension WorkflowOverview {
    static let shape = Shape<WorkflowOverview>("WorkflowOverview") {
        WorkflowDetails.shape.members(of: \.details)
        Member("currentVersion", VersionDetails.shape, nullable: \.version, "The requested version, or the latest.")
        Member("versions", .list(of: Version.shape), \.versions, "Newest first.")
        Member("activeDeployment", Deployment.shape, nullable: \.deployments.first)
        Member("deployments", .list(of: Deployment.shape), \.deployments, "Active deployments, one per connection.")
    }
}

/// A workflow in its new project.
struct MovedWorkflow {
    let details: WorkflowDetails
    let warnings: [String]

    static let shape = Shape<MovedWorkflow>("MovedWorkflow") {
        WorkflowDetails.shape.members(of: \.details)
        Member("warnings", .list(of: .text), \.warnings, "What changes for the workflow in its new project.")
    }
}
